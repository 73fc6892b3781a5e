using System.Numerics;

namespace Hamf.Models.Trees.Splitting;

/// <summary>
/// Tally of two classes: a cell is one word, the weight of the positive class above the weight of all, so that a row is one addition.
/// With p of w positive on a side, p^2 / w summed over both sides is highest where Gini impurity is lowest.
/// </summary>
internal readonly struct BinaryTally : ITally
{
    private readonly Bag _bag;
    private readonly long _minWeight;
    private readonly double[] _classWeights;
    private readonly ulong[] _cells;
    private readonly ulong[] _node;

    /// <param name="bag">The rows.</param>
    /// <param name="cells">Cells to make room for.</param>
    /// <param name="minWeight">Least weight of a side.</param>
    /// <param name="classWeights">What a row of each class counts in impurity and leaf values, [2]; may change between trees.</param>
    public BinaryTally(Bag bag, int cells, long minWeight, double[] classWeights)
    {
        _bag = bag;
        _minWeight = minWeight;
        _classWeights = classWeights;
        _cells = new ulong[cells];
        _node = new ulong[1];
    }

    /// <inheritdoc/>
    public static int FeaturesAtOnce => CodeKernel.FeaturesAtOnce;

    /// <inheritdoc/>
    public long Weight => (uint)_node[0];

    /// <inheritdoc/>
    public double Score
    {
        get
        {
            (double positive, double all) = Sums(_node[0]);
            return positive * positive / all;
        }
    }

    /// <inheritdoc/>
    public void Enter(int start, int end)
    {
        ReadOnlySpan<ulong> entries = _bag.Entries[start..end];
        Vector<ulong> sums = Vector<ulong>.Zero;
        int i = 0;
        for (; i <= entries.Length - Vector<ulong>.Count; i += Vector<ulong>.Count)
        {
            var entry = new Vector<ulong>(entries[i..]);
            Vector<ulong> weight = entry >>> 33;
            sums += weight + ((weight & (Vector<ulong>.Zero - ((entry >>> 32) & Vector<ulong>.One))) << 32);
        }

        ulong sum = Vector.Sum(sums);
        for (; i < entries.Length; i++)
        {
            sum += Contribution(entries[i]);
        }

        _node[0] = sum;
    }

    /// <inheritdoc/>
    public bool IsPure(int start, int end) => _node[0] >> 32 == 0 || _node[0] >> 32 == (uint)_node[0];

    /// <inheritdoc/>
    public void WriteLeaf(Span<double> value)
    {
        (double positive, double all) = Sums(_node[0]);
        value[0] = positive / all;
    }

    /// <inheritdoc/>
    public void Add(int cell, int position) => _cells[cell] += Contribution(_bag.Entries[position]);

    /// <inheritdoc/>
    public void AddAll(BinnedRows rows, ReadOnlySpan<int> features, int start, int end) =>
        CodeKernel.Add(rows, features, _bag.Entries[start..end], _cells);

    /// <inheritdoc/>
    public bool IsEmpty(int cell) => _cells[cell] == 0;

    /// <inheritdoc/>
    public void Move(int from, int to)
    {
        ulong moved = _cells[from];
        _cells[from] = 0;
        _cells[to] += moved;
    }

    /// <inheritdoc/>
    public void Clear(int first, int count) => _cells.AsSpan(first, count).Clear();

    /// <inheritdoc/>
    public Cut FindCut(int first, int count, double atLeast)
    {
        ReadOnlySpan<ulong> cells = _cells.AsSpan(first, count);
        ulong missing = cells[^1];
        var judge = new Judge(Sums(_node[0]), _node[0], _minWeight, _classWeights, atLeast);
        ulong left = 0;
        int last = Cut.Nowhere;
        int filled = 0;
        for (int i = 0; i < cells.Length; i++)
        {
            if (cells[i] == 0)
            {
                continue;
            }

            if (filled++ > 0)
            {
                judge.Consider(left, last, i, missingLeft: false);
                if (missing != 0 && i < cells.Length - 1)
                {
                    judge.Consider(left + missing, last, i, missingLeft: true);
                }
            }

            left += cells[i];
            last = i;
        }

        return judge.Best with { HasMissing = missing != 0, IsConstant = filled < 2 };
    }

    /// <inheritdoc/>
    public double OrderTarget(int position, int like) => Bag.LabelOf(_bag.Entries[position]);

    /// <summary>What a row adds to a cell.</summary>
    internal static ulong Contribution(ulong entry) => (entry >> 33) + (((entry >> 33) * Bag.LabelOf(entry)) << 32);

    private (double Positive, double All) Sums(ulong cell)
    {
        double positive = _classWeights[1] * (cell >> 32);
        return (positive, (_classWeights[0] * ((uint)cell - (cell >> 32))) + positive);
    }

    private struct Judge((double Positive, double All) node, ulong total, long minWeight, double[] classWeights, double atLeast)
    {
        private readonly double _nodePositive = node.Positive;
        private readonly double _nodeAll = node.All;
        private readonly double _weight0 = classWeights[0];
        private readonly double _weight1 = classWeights[1];
        private readonly long _most = (uint)total - minWeight;
        private readonly long _least = minWeight;
        private double _score = atLeast;
        private ulong _left;
        private int _last = Cut.Nowhere;
        private int _next;
        private bool _missingLeft;

        public readonly Cut Best => new()
        {
            Score = _score,
            LastLeft = _last,
            FirstRight = _next,
            MissingLeft = _missingLeft,
            LeftWeight = (uint)_left,
        };

        public void Consider(ulong left, int last, int next, bool missingLeft)
        {
            double positive = _weight1 * (left >> 32);
            double all = (_weight0 * ((uint)left - (left >> 32))) + positive;
            double rest = _nodePositive - positive;
            double restAll = _nodeAll - all;
            double score = ((positive * positive * restAll) + (rest * rest * all)) / (all * restAll);
            if (score > _score && (uint)left >= _least && (uint)left <= _most)
            {
                (_score, _left, _last, _next, _missingLeft) = (score, left, last, next, missingLeft);
            }
        }
    }
}
