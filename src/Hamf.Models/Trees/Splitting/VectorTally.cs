namespace Hamf.Models.Trees.Splitting;

/// <summary>
/// Tally of several classes or of numbers: a cell has one sum per class, or the sum of the numbers, and the weight. With sums s of weight w on a
/// side, the sum of s^2 / w over both sides is highest where Gini impurity, or variance, is lowest. With labels as numbers it is the plain twin
/// of <see cref="BinaryTally"/>.
/// </summary>
internal readonly struct VectorTally : ITally
{
    private readonly Bag _bag;
    private readonly TargetRows _targets;
    private readonly long _minWeight;
    private readonly double[] _classWeights;
    private readonly double[] _cells;
    private readonly double[] _node;
    private readonly double[] _left;
    private readonly double[] _withMissing;

    /// <param name="bag">The rows.</param>
    /// <param name="targets">The targets of all rows.</param>
    /// <param name="cells">Cells to make room for.</param>
    /// <param name="minWeight">Least weight of a side.</param>
    /// <param name="classWeights">What a row of each class counts in impurity and leaf values, [sums]; 1 for numbers.</param>
    public VectorTally(Bag bag, TargetRows targets, int cells, long minWeight, double[] classWeights)
    {
        long length = (long)cells * (targets.Sums + 1);
        if (length > Array.MaxLength / sizeof(double))
        {
            throw new ArgumentException($"{cells} distinct values with {targets.Sums} classes need too much memory; set ExactValues to false.");
        }

        _bag = bag;
        _targets = targets;
        _minWeight = minWeight;
        _classWeights = classWeights;
        _cells = new double[length];
        _node = new double[Width];
        _left = new double[Width];
        _withMissing = new double[Width];
    }

    /// <inheritdoc/>
    public static int FeaturesAtOnce => 1;

    /// <inheritdoc/>
    public long Weight => (long)_node[^1];

    /// <inheritdoc/>
    public double Score
    {
        get
        {
            double squares = 0;
            for (int k = 0; k < _classWeights.Length; k++)
            {
                double sum = _classWeights[k] * _node[k];
                squares += sum * sum;
            }

            return squares / WeightOf(_node);
        }
    }

    private int Width => _classWeights.Length + 1;

    /// <inheritdoc/>
    public void Enter(int start, int end)
    {
        _node.AsSpan().Clear();
        for (int position = start; position < end; position++)
        {
            AddTo(_node, position);
        }
    }

    /// <inheritdoc/>
    public bool IsPure(int start, int end)
    {
        ReadOnlySpan<ulong> entries = _bag.Entries;
        for (int position = start + 1; position < end; position++)
        {
            if (!_targets.AreEqual(Bag.RowOf(entries[position]), Bag.RowOf(entries[start])))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public void WriteLeaf(Span<double> value)
    {
        double weight = WeightOf(_node);
        for (int k = 0; k < value.Length; k++)
        {
            value[k] = (_classWeights[k] * _node[k] / weight) + _targets.Center;
        }
    }

    /// <inheritdoc/>
    public void Add(int cell, int position) => AddTo(CellAt(cell), position);

    /// <inheritdoc/>
    public void AddAll(BinnedRows rows, ReadOnlySpan<int> features, int start, int end)
    {
        ReadOnlySpan<byte> codes = rows.Codes;
        for (int position = start; position < end; position++)
        {
            int row = Bag.RowOf(_bag.Entries[position]) * rows.Stride;
            for (int i = 0; i < features.Length; i++)
            {
                Add((i * BinnedRows.MaxCodes) + codes[row + features[i]], position);
            }
        }
    }

    /// <inheritdoc/>
    public bool IsEmpty(int cell) => CellAt(cell)[^1] == 0;

    /// <inheritdoc/>
    public void Move(int from, int to)
    {
        Span<double> source = CellAt(from);
        AddTo(CellAt(to), source);
        source.Clear();
    }

    /// <inheritdoc/>
    public void Clear(int first, int count) => _cells.AsSpan(first * Width, count * Width).Clear();

    /// <inheritdoc/>
    public Cut FindCut(int first, int count, double atLeast)
    {
        ReadOnlySpan<double> missing = CellAt(first + count - 1);
        var best = new Cut { Score = atLeast, LastLeft = Cut.Nowhere, HasMissing = missing[^1] != 0 };
        _left.AsSpan().Clear();
        int last = Cut.Nowhere;
        int filled = 0;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<double> cell = CellAt(first + i);
            if (cell[^1] == 0)
            {
                continue;
            }

            if (filled++ > 0)
            {
                best = Better(best, _left, last, i, missingLeft: false);
                if (best.HasMissing && i < count - 1)
                {
                    _left.CopyTo(_withMissing, 0);
                    AddTo(_withMissing, missing);
                    best = Better(best, _withMissing, last, i, missingLeft: true);
                }
            }

            AddTo(_left, cell);
            last = i;
        }

        return best with { IsConstant = filled < 2 };
    }

    /// <inheritdoc/>
    public double OrderTarget(int position, int like)
    {
        int row = Bag.RowOf(_bag.Entries[position]);
        return !_targets.AreClasses ? _targets.AmountOf(row) : _targets.AreEqual(row, Bag.RowOf(_bag.Entries[like])) ? 1 : 0;
    }

    private static void AddTo(Span<double> sums, ReadOnlySpan<double> added)
    {
        for (int k = 0; k < sums.Length; k++)
        {
            sums[k] += added[k];
        }
    }

    private Span<double> CellAt(int cell) => _cells.AsSpan(cell * Width, Width);

    private void AddTo(Span<double> sums, int position)
    {
        ulong entry = _bag.Entries[position];
        int row = Bag.RowOf(entry);
        double weight = Bag.WeightOf(entry);
        sums[_targets.SumOf(row)] += weight * _targets.AmountOf(row);
        sums[^1] += weight;
    }

    // The weight that impurity is judged by.
    private double WeightOf(ReadOnlySpan<double> sums)
    {
        if (!_targets.AreClasses)
        {
            return sums[^1];
        }

        double weight = 0;
        for (int k = 0; k < _classWeights.Length; k++)
        {
            weight += _classWeights[k] * sums[k];
        }

        return weight;
    }

    private Cut Better(in Cut best, ReadOnlySpan<double> left, int last, int next, bool missingLeft)
    {
        if (left[^1] < _minWeight || _node[^1] - left[^1] < _minWeight)
        {
            return best;
        }

        double squares = 0;
        double restSquares = 0;
        for (int k = 0; k < _classWeights.Length; k++)
        {
            double sum = _classWeights[k] * left[k];
            double rest = (_classWeights[k] * _node[k]) - sum;
            squares += sum * sum;
            restSquares += rest * rest;
        }

        double weight = WeightOf(left);
        double restWeight = WeightOf(_node) - weight;
        double score = ((squares * restWeight) + (restSquares * weight)) / (weight * restWeight);
        return !(score > best.Score)
            ? best
            : best with { Score = score, LastLeft = last, FirstRight = next, MissingLeft = missingLeft, LeftWeight = (long)left[^1] };
    }
}
