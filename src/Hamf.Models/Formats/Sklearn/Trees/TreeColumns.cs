using System.Buffers.Binary;
using Hamf.Models.Formats.Pickle;

namespace Hamf.Models.Formats.Sklearn.Trees;

/// <summary>
/// The nodes of one <c>sklearn.tree._tree.Tree</c>, read by field name from the record that the file declares: its layout differs between
/// versions and between 32 and 64 bits.
/// </summary>
internal sealed class TreeColumns
{
    private readonly StateReader _state;
    private readonly PyArray _nodes;
    private readonly PyArrayField _left;
    private readonly PyArrayField _right;
    private readonly PyArrayField _feature;
    private readonly PyArrayField _threshold;
    private readonly PyArrayField _weight;
    private readonly PyArrayField _impurity;
    private readonly PyArrayField _samples;
    private readonly PyArrayField? _missing;
    private readonly PyArray _values;

    /// <param name="state">The tree object.</param>
    /// <exception cref="ImportException">It is no tree, or its arrays do not belong together.</exception>
    public TreeColumns(StateReader state)
    {
        _state = state;
        _nodes = state.Get("nodes") is PyArray { Shape.Length: 1 } nodes ? nodes : throw state.Fault("the nodes of the tree are no list of records");
        _values = state.Get("values") is PyArray { Shape: [_, _, _], Type: { Kind: 'f', ItemSize: 8 } } values && values.Shape[0] == _nodes.Shape[0]
            ? values
            : throw state.Fault("the values of the tree do not fit its nodes");
        if (_values.Shape[1] != 1)
        {
            throw state.Fault($"the tree has {_values.Shape[1]} outputs; only one can be imported", "Train one model for each output");
        }

        if (Count == 0 || (state.Has("node_count") && state.Int("node_count") != Count))
        {
            throw state.Fault($"the tree has {Count} nodes, which is not what it declares");
        }

        (_left, _right, _feature, _threshold) = (Field("left_child"), Field("right_child"), Field("feature"), Field("threshold"));
        (_weight, _impurity, _samples) = (Field("weighted_n_node_samples"), Field("impurity"), Field("n_node_samples"));
        _missing = _nodes.Type.Fields.FirstOrDefault(field => field.Name == "missing_go_to_left");
    }

    /// <summary>Number of nodes.</summary>
    public int Count => _nodes.Shape[0];

    /// <summary>Values per node: the number of classes, or 1.</summary>
    public int Width => _values.Shape[2];

    /// <summary>Whether the tree says where missing values go.</summary>
    public bool KnowsMissing => _missing is not null;

    public long Left(int node) => Whole(node, _left);

    public long Right(int node) => Whole(node, _right);

    public long Feature(int node) => Whole(node, _feature);

    public long Samples(int node) => Whole(node, _samples);

    public double Threshold(int node) => Number(node, _threshold);

    /// <summary>Training rows by weight.</summary>
    public double Weight(int node) => Number(node, _weight);

    public double Impurity(int node) => Number(node, _impurity);

    public bool MissingGoesLeft(int node) => _missing is not null && Whole(node, _missing) != 0;

    /// <summary>A value of a node.</summary>
    public double Value(int node, int index)
    {
        int at = _values.IsColumnMajor ? (index * Count) + node : (node * Width) + index;
        ReadOnlySpan<byte> bytes = _values.Data.Span.Slice(at * sizeof(double), sizeof(double));
        return _values.Type.IsBigEndian ? BinaryPrimitives.ReadDoubleBigEndian(bytes) : BinaryPrimitives.ReadDoubleLittleEndian(bytes);
    }

    private PyArrayField Field(string name) => _nodes.Type.Fields.FirstOrDefault(field => field.Name == name)
        ?? throw _state.Fault($"the nodes of the tree have no field {name}");

    private ReadOnlySpan<byte> Bytes(int node, PyArrayField field) =>
        _nodes.Data.Span.Slice((node * _nodes.Type.ItemSize) + field.Offset, field.Type.ItemSize);

    private long Whole(int node, PyArrayField field)
    {
        ReadOnlySpan<byte> bytes = Bytes(node, field);
        return (field.Type.Kind, bytes.Length, field.Type.IsBigEndian) switch
        {
            ('i', 8, false) => BinaryPrimitives.ReadInt64LittleEndian(bytes),
            ('i', 8, true) => BinaryPrimitives.ReadInt64BigEndian(bytes),
            ('i', 4, false) => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            ('i', 4, true) => BinaryPrimitives.ReadInt32BigEndian(bytes),
            ('u' or 'b', 1, _) => bytes[0],
            _ => throw _state.Fault($"field {field.Name} of the tree's nodes is of type {field.Type.Code}"),
        };
    }

    private double Number(int node, PyArrayField field)
    {
        ReadOnlySpan<byte> bytes = Bytes(node, field);
        return (field.Type.Kind, bytes.Length, field.Type.IsBigEndian) switch
        {
            ('f', 8, false) => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
            ('f', 8, true) => BinaryPrimitives.ReadDoubleBigEndian(bytes),
            _ => throw _state.Fault($"field {field.Name} of the tree's nodes is of type {field.Type.Code}"),
        };
    }
}
