using System.Buffers.Binary;
using Hamf.Models.Formats.Pickle;

namespace Hamf.Models.Formats.Sklearn.Trees;

/// <summary>The nodes of one tree of histogram boosting, by field name: the record differs between versions.</summary>
internal sealed class PredictorColumns
{
    private readonly StateReader _state;
    private readonly PyArray _nodes;
    private readonly Dictionary<string, PyArrayField> _fields;

    /// <param name="state">The <c>TreePredictor</c>.</param>
    /// <exception cref="ImportException">It holds no nodes.</exception>
    public PredictorColumns(StateReader state)
    {
        _state = state;
        _nodes = state.Get("nodes") is PyArray { Shape: [> 0] } nodes ? nodes : throw state.Fault("the tree has no list of nodes");
        _fields = _nodes.Type.Fields.ToDictionary(field => field.Name, StringComparer.Ordinal);
        foreach (string name in (string[])["value", "count", "feature_idx", "missing_go_to_left", "left", "right", "is_leaf"])
        {
            if (!_fields.ContainsKey(name))
            {
                throw state.Fault($"the nodes of the tree have no field {name}");
            }
        }
    }

    /// <summary>Number of nodes.</summary>
    public int Count => _nodes.Shape[0];

    public bool IsLeaf(int node) => Read(node, "is_leaf") != 0;

    public bool IsCategorical(int node) => _fields.ContainsKey("is_categorical") && !IsLeaf(node) && Read(node, "is_categorical") != 0;

    public bool MissingGoesLeft(int node) => Read(node, "missing_go_to_left") != 0;

    public long Feature(int node) => (long)Read(node, "feature_idx");

    public long Left(int node) => (long)Read(node, "left");

    public long Right(int node) => (long)Read(node, "right");

    public long SetIndex(int node) => (long)Read(node, "bitset_idx");

    public double Threshold(int node) => Read(node, _fields.ContainsKey("num_threshold") ? "num_threshold" : "threshold");

    public double Value(int node) => Read(node, "value");

    /// <summary>Training rows; at least 1.</summary>
    public double Cover(int node) => Math.Max(Read(node, "count"), 1);

    /// <summary>The gain of the split; 0 where the file has none.</summary>
    public double Gain(int node) => _fields.ContainsKey("gain") && Read(node, "gain") is var gain && double.IsFinite(gain) ? gain : 0;

    // Every number of these records is exact as a double: the widest integer is a column's index.
    private double Read(int node, string name)
    {
        PyArrayField field = _fields.GetValueOrDefault(name) ?? throw _state.Fault($"the nodes of the tree have no field {name}");
        ReadOnlySpan<byte> bytes = _nodes.Data.Span.Slice((node * _nodes.Type.ItemSize) + field.Offset, field.Type.ItemSize);
        return (field.Type.Kind, bytes.Length, field.Type.IsBigEndian) switch
        {
            ('f', 8, false) => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
            ('f', 4, false) => BinaryPrimitives.ReadSingleLittleEndian(bytes),
            ('i', 8, false) => BinaryPrimitives.ReadInt64LittleEndian(bytes),
            ('i', 4, false) => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            ('u', 4, false) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            ('u' or 'b', 1, _) => bytes[0],
            _ => throw _state.Fault($"field {field.Name} of the tree's nodes is of type {field.Type.Code}"),
        };
    }
}
