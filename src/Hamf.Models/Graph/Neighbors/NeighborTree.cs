using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Neighbors;

/// <summary>
/// The order in which scikit-learn's k-d tree or ball tree looks at training rows: of equally far rows those that it meets first stay. Node i has the
/// children 2i + 1 and 2i + 2.
/// </summary>
internal sealed class NeighborTree
{
    private readonly int[] _order;
    private readonly int[] _starts;
    private readonly int[] _ends;
    private readonly double[] _bounds;
    private readonly double[] _radii;
    private readonly int _width;

    /// <param name="order">[rows]: the rows of the leaves, one after the other.</param>
    /// <param name="starts">[nodes]: where a node's rows begin in the order.</param>
    /// <param name="ends">[nodes]: where they end.</param>
    /// <param name="bounds">[2 x nodes x columns] lower and upper bounds of boxes, or [nodes x columns] centres of balls.</param>
    /// <param name="radii">[nodes] of balls; none for boxes.</param>
    /// <param name="width">Number of columns.</param>
    /// <exception cref="ArgumentException">They do not fit each other.</exception>
    public NeighborTree(int[] order, int[] starts, int[] ends, double[] bounds, double[] radii, int width)
    {
        PartCheck.Width(width);
        bool isWhole = starts.Length > 0 && (starts.Length & (starts.Length + 1)) == 0;
        PartCheck.Count(ends.Length, starts.Length, "ends of nodes");
        PartCheck.Count(radii.Length, radii.Length == 0 ? 0 : starts.Length, "radii of nodes");
        PartCheck.Count(bounds.Length, (long)starts.Length * width * (radii.Length == 0 ? 2 : 1), "bounds of nodes");
        PartCheck.Finite(bounds, "bounds of nodes");
        PartCheck.Finite(radii, "radii of nodes");
        if (!isWhole || !starts.Zip(ends).All(node => node.First >= 0 && node.First <= node.Second && node.Second <= order.Length)
            || order.AsSpan().ContainsAnyExceptInRange(0, order.Length - 1))
        {
            throw new ArgumentException("The search tree does not fit its rows.");
        }

        (_order, _starts, _ends, _bounds, _radii, _width) = (order, starts, ends, bounds, radii, width);
    }

    /// <summary>Number of training rows.</summary>
    public int RowCount => _order.Length;

    /// <summary>Number of columns.</summary>
    public int Width => _width;

    public static NeighborTree Read(ref PartReader reader) =>
        new(reader.Ints(), reader.Ints(), reader.Ints(), reader.Doubles(), reader.Doubles(), reader.Int());

    public void Write(PartWriter writer)
    {
        writer.Ints(_order);
        writer.Ints(_starts);
        writer.Ints(_ends);
        writer.Doubles(_bounds);
        writer.Doubles(_radii);
        writer.Int(_width);
    }

    /// <summary>Shows the rows that may be near to the heap, nearer nodes first.</summary>
    public void Search(ReadOnlySpan<double> row, NeighborRows rows, NearestHeap heap)
    {
        // Two nodes wait on each level, and there are fewer than 31 levels.
        Span<int> nodes = stackalloc int[64];
        Span<double> leasts = stackalloc double[64];
        (nodes[0], leasts[0]) = (0, Least(row, rows, 0));
        for (int waiting = 1; waiting > 0;)
        {
            int node = nodes[--waiting];
            if (leasts[waiting] > heap.Largest)
            {
                continue;
            }

            int child = (2 * node) + 1;
            if (child >= _starts.Length)
            {
                Show(row, rows, node, heap);
                continue;
            }

            (double first, double second) = (Least(row, rows, child), Least(row, rows, child + 1));
            int near = first <= second ? child : child + 1;
            (nodes[waiting], leasts[waiting++]) = ((2 * child) + 1 - near, Math.Max(first, second));
            (nodes[waiting], leasts[waiting++]) = (near, Math.Min(first, second));
        }
    }

    private void Show(ReadOnlySpan<double> row, NeighborRows rows, int node, NearestHeap heap)
    {
        for (int i = _starts[node]; i < _ends[node]; i++)
        {
            heap.Push(rows.Rank(row, 0, _order[i]), _order[i]);
        }
    }

    // The rank that no row of the node falls below.
    private double Least(ReadOnlySpan<double> row, NeighborRows rows, int node)
    {
        ReadOnlySpan<double> lower = _bounds.AsSpan(node * _width, _width);
        if (_radii.Length > 0)
        {
            double centre = rows.FromRank(rows.Measure(row, lower));
            return rows.ToRank(Math.Max(0, centre - _radii[node]));
        }

        ReadOnlySpan<double> upper = _bounds.AsSpan((_starts.Length + node) * _width, _width);
        double sum = 0;
        for (int i = 0; i < row.Length; i++)
        {
            double outside = Math.Max(Math.Max(lower[i] - row[i], row[i] - upper[i]), 0);
            sum = rows.Add(sum, outside);
        }

        return sum;
    }
}
