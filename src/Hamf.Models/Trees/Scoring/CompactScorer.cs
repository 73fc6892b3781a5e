using System.Buffers;
using Hamf.Models.Data;

namespace Hamf.Models.Trees.Scoring;

/// <summary>
/// Scores with 16-byte nodes in depth-first order: the left child is the next node, so a path touches few cache lines. Leaf values are
/// added in tree order, in double: the same bits as <see cref="PlainScorer"/>. Immutable and thread-safe.
/// </summary>
internal sealed class CompactScorer
{
    // 64 rows of 30 features are 15 KB: they stay in the first-level cache while all trees pass over them.
    private const int BlockRows = 64;

    private readonly Node[] _nodes;
    private readonly int[] _roots;
    private readonly ulong[] _setWords;
    private readonly int[] _unseenCodes;
    private readonly double _baseScore;

    public CompactScorer(TreeEnsemble trees, IReadOnlyList<FeatureInfo> features)
    {
        _baseScore = trees.Bases[0];
        _setWords = trees.SetWords;
        _unseenCodes = features.Select(f => f.UnseenCode).ToArray();
        _nodes = new Node[trees.NodeCount];
        _roots = new int[trees.TreeCount];
        int next = 0;
        for (int t = 0; t < _roots.Length; t++)
        {
            _roots[t] = next;
            next = CopyTree(trees, trees.TreeStarts[t], next);
        }
    }

    /// <summary>Whether the ensemble is of the kind this scorer knows: one output, summed in double.</summary>
    public static bool Fits(TreeEnsemble trees) =>
        trees is { OutputCount: 1, Sum: TreeSum.Double, RoundsToSingle: false };

    private enum NodeKind
    {
        NumberMissingRight,
        NumberMissingLeft,
        CategoryMissingRight,
        CategoryMissingLeft,
    }

    /// <summary>The log-odds of a row. Allocates nothing.</summary>
    public double LogOdds(ReadOnlySpan<double> values)
    {
        double sum = _baseScore;
        foreach (int root in _roots)
        {
            sum += LeafValue(root, values);
        }

        return sum;
    }

    /// <summary>The log-odds of every row of a table.</summary>
    public void LogOddsOfAll(FeatureTable table, Span<double> logOdds)
    {
        int width = Math.Max(table.Columns.Length, 1);
        double[] rented = ArrayPool<double>.Shared.Rent(BlockRows * width);
        for (int start = 0; start < table.RowCount; start += BlockRows)
        {
            int count = Math.Min(BlockRows, table.RowCount - start);
            Span<double> rows = rented.AsSpan(0, count * width);
            CopyRows(table, start, rows, width);
            ScoreBlock(rows, width, logOdds.Slice(start, count));
        }

        ArrayPool<double>.Shared.Return(rented);
    }

    private static void CopyRows(FeatureTable table, int start, Span<double> rows, int width)
    {
        for (int f = 0; f < table.Columns.Length; f++)
        {
            double[] column = table.Columns[f];
            for (int i = 0, at = f; at < rows.Length; i++, at += width)
            {
                rows[at] = column[start + i];
            }
        }
    }

    private void ScoreBlock(ReadOnlySpan<double> rows, int width, Span<double> logOdds)
    {
        logOdds.Fill(_baseScore);
        foreach (int root in _roots)
        {
            for (int i = 0; i < logOdds.Length; i++)
            {
                logOdds[i] += LeafValue(root, rows.Slice(i * width, width));
            }
        }
    }

    private double LeafValue(int root, ReadOnlySpan<double> values)
    {
        Node[] nodes = _nodes;
        int at = root;
        while (true)
        {
            ref readonly Node node = ref nodes[at];
            if (node.FeatureAndKind < 0)
            {
                return node.Number;
            }

            at = GoesLeft(node, values[node.FeatureAndKind >> 2]) ? at + 1 : node.Right;
        }
    }

    private bool GoesLeft(in Node node, double value) => (NodeKind)(node.FeatureAndKind & 3) switch
    {
        NodeKind.NumberMissingRight => value <= node.Number,
        NodeKind.NumberMissingLeft => !(value > node.Number),
        NodeKind.CategoryMissingRight => !double.IsNaN(value) && IsInSet(node, value),
        _ => double.IsNaN(value) || IsInSet(node, value),
    };

    private bool IsInSet(in Node node, double value)
    {
        int code = CategoryCode.IndexOf(value, _unseenCodes[node.FeatureAndKind >> 2]);
        return (_setWords[(int)node.Number + (code >> 6)] >> (code & 63) & 1) != 0;
    }

    // Copies depth first with an explicit stack: a model file may hold a tree as deep as it has leaves.
    private int CopyTree(TreeEnsemble trees, int root, int next)
    {
        var pending = new Stack<(int Source, int Parent)>();
        pending.Push((root, -1));
        while (pending.TryPop(out (int Source, int Parent) step))
        {
            (int node, int parent) = step;
            if (parent >= 0)
            {
                _nodes[parent] = _nodes[parent] with { Right = next };
            }

            if (trees.Feature[node] == TreeEnsemble.Leaf)
            {
                _nodes[next++] = new Node(trees.Value[node], -1, 0);
                continue;
            }

            bool isNumber = trees.SetStart[node] == TreeEnsemble.NoSet;
            NodeKind kind = (isNumber, trees.DefaultLeft[node]) switch
            {
                (true, false) => NodeKind.NumberMissingRight,
                (true, true) => NodeKind.NumberMissingLeft,
                (false, false) => NodeKind.CategoryMissingRight,
                _ => NodeKind.CategoryMissingLeft,
            };
            double number = isNumber ? trees.Threshold[node] : trees.SetStart[node];
            pending.Push((trees.Right[node], next));
            pending.Push((trees.Left[node], -1));
            _nodes[next++] = new Node(number, (trees.Feature[node] << 2) | (int)kind, 0);
        }

        return next;
    }

    /// <summary>A threshold, the start of a category set (whole numbers up to 2^31 are exact in a double), or a leaf's value.</summary>
    private readonly record struct Node(double Number, int FeatureAndKind, int Right);
}
