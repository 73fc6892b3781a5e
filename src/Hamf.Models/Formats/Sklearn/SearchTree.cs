using System.Buffers.Binary;
using Hamf.Models.Formats.Pickle;
using Hamf.Models.Graph.Neighbors;

namespace Hamf.Models.Formats.Sklearn;

/// <summary>Reads the search tree of nearest neighbours: its state is a tuple of the rows, their order, the nodes and the nodes' bounds.</summary>
internal static class SearchTree
{
    /// <summary>The tree.</summary>
    /// <param name="state">A KDTree or BallTree, whatever function would have made it.</param>
    public static NeighborTree Read(StateReader state)
    {
        if (state.Source.State is not PyTuple { Items: [PyArray, PyArray order, PyArray { Shape.Length: 1 } nodes, PyArray { Shape: [var sides, _, var width] } bounds, ..] })
        {
            throw state.Fault("the search tree has no rows, nodes and bounds");
        }

        double[] radii = sides == 1 ? Radii(state, nodes) : [];
        int[] positions = Array.ConvertAll(PyArrayValues.Doubles(order, state.Path), position => Position(state, position));
        return new NeighborTree(positions, Positions(state, nodes, "idx_start"), Positions(state, nodes, "idx_end"), PyArrayValues.Doubles(bounds, state.Path), radii, width);
    }

    private static double[] Radii(StateReader state, PyArray nodes)
    {
        PyArrayField field = Field(state, nodes, "radius", 'f');
        var radii = new double[nodes.Shape[0]];
        for (int i = 0; i < radii.Length; i++)
        {
            radii[i] = BinaryPrimitives.ReadDoubleLittleEndian(Bytes(nodes, field, i));
        }

        return radii;
    }

    private static int[] Positions(StateReader state, PyArray nodes, string name)
    {
        PyArrayField field = Field(state, nodes, name, 'i');
        var positions = new int[nodes.Shape[0]];
        for (int i = 0; i < positions.Length; i++)
        {
            ReadOnlySpan<byte> bytes = Bytes(nodes, field, i);
            positions[i] = Position(state, field.Type.ItemSize == 8 ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : BinaryPrimitives.ReadInt32LittleEndian(bytes));
        }

        return positions;
    }

    private static ReadOnlySpan<byte> Bytes(PyArray nodes, PyArrayField field, int node) =>
        nodes.Data.Span.Slice((node * nodes.Type.ItemSize) + field.Offset, field.Type.ItemSize);

    private static PyArrayField Field(StateReader state, PyArray nodes, string name, char kind)
    {
        PyArrayField? field = nodes.Type.Fields.FirstOrDefault(f => f.Name == name);
        bool isKnown = field is { Type: { IsBigEndian: false, ItemSize: 8 or 4 } } && field.Type.Kind == kind && (kind == 'i' || field.Type.ItemSize == 8);
        return isKnown ? field! : throw state.Fault($"the nodes of the search tree have no {name}");
    }

    private static int Position(StateReader state, double value) =>
        value >= 0 && value <= int.MaxValue && value == Math.Truncate(value) ? (int)value : throw state.Fault($"the search tree holds the position {value}");
}
