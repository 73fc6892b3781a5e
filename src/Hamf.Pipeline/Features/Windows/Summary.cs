namespace Hamf.Pipeline.Features.Windows;

/// <summary>What is known of a set of numbers, whatever the order in which they came.</summary>
internal struct Summary
{
    private const double RelativeNoise = 2.0194839173657902e-28; // 2^-92
    private const double AbsoluteNoise = 2.5243548967072378e-29; // 2^-95

    private ExactSum _sum;
    private ExactSum _squares;
    private double _min;
    private double _max;

    /// <summary>How many numbers there are.</summary>
    public long Count { get; set; }

    /// <summary>A summary of nothing.</summary>
    public static Summary Empty => new() { _min = double.PositiveInfinity, _max = double.NegativeInfinity };

    public void Add(double value, SummaryParts parts)
    {
        Count++;
        if ((parts & SummaryParts.Sum) != 0)
        {
            _sum.Add(value);
        }

        if ((parts & SummaryParts.Squares) != 0)
        {
            _squares.AddSquare(value);
        }

        if ((parts & SummaryParts.Range) != 0)
        {
            _min = Math.Min(_min, value);
            _max = Math.Max(_max, value);
        }
    }

    /// <summary>Adds the numbers whose bits are given, at most <see cref="ExactSum.MaxRun"/>; missing ones do not count.</summary>
    public void AddAll(ReadOnlySpan<long> numbers, SummaryParts parts)
    {
        int count = 0;
        foreach (long bits in numbers)
        {
            count += bits == ColumnPlan.MissingNumber ? 0 : 1;
        }

        Count += count;
        if ((parts & SummaryParts.Sum) != 0)
        {
            _sum.AddAll(numbers);
        }

        if ((parts & SummaryParts.Squares) != 0)
        {
            _squares.AddAllSquares(numbers);
        }

        if ((parts & SummaryParts.Range) != 0)
        {
            AddRange(numbers);
        }
    }

    public void Add(in Summary other, SummaryParts parts)
    {
        Count += other.Count;
        if ((parts & SummaryParts.Sum) != 0)
        {
            _sum.Add(other._sum);
        }

        if ((parts & SummaryParts.Squares) != 0)
        {
            _squares.Add(other._squares);
        }

        if ((parts & SummaryParts.Range) != 0)
        {
            _min = Math.Min(_min, other._min);
            _max = Math.Max(_max, other._max);
        }
    }

    private void AddRange(ReadOnlySpan<long> numbers)
    {
        // Every comparison with NaN is false, so that missing numbers drop out.
        double min = _min;
        double max = _max;
        foreach (long bits in numbers)
        {
            double value = BitConverter.Int64BitsToDouble(bits);
            min = value < min ? value : min;
            max = value > max ? value : max;
        }

        (_min, _max) = (min, max);
    }

    /// <summary>The aggregate: count and sum of nothing are 0, mean, min, max and std of too little are missing.</summary>
    public readonly double ValueOf(AggregateKind kind) => kind switch
    {
        AggregateKind.Count => Count,
        AggregateKind.Sum => _sum.ToDouble(),
        _ when Count == 0 => double.NaN,
        AggregateKind.Mean => _sum.ToDouble() / Count,
        AggregateKind.Min => _min,
        AggregateKind.Max => _max,
        _ => SampleDeviation(),
    };

    /// <summary>
    /// The square root of (Q - S²/n) / (n - 1), with Q the sum of squares and S the sum, in double-double arithmetic (T. J. Dekker,
    /// Numerische Mathematik 18, 1971): Q and S are exact, so a mean far above the deviation does no harm.
    /// </summary>
    private readonly double SampleDeviation()
    {
        if (Count < 2)
        {
            return double.NaN;
        }

        double n = Count;
        (double s, double sRest) = _sum.ToDoubles();
        (double q, double qRest) = _squares.ToDoubles();
        double square = s * s;
        double squareRest = Math.FusedMultiplyAdd(s, s, -square) + (2 * s * sRest);
        double share = square / n;
        double shareRest = (Math.FusedMultiplyAdd(-share, n, square) + squareRest) / n;
        double difference = q - share;
        double virtualShare = q - difference;
        double differenceRest = (q - (difference + virtualShare)) + (virtualShare - share);
        double spread = difference + (differenceRest + (qRest - shareRest));

        // Below this only the rounding of the squares to 2^-96 and of S² to 106 bits is left: the values are equal.
        double noise = (q * RelativeNoise) + (n * AbsoluteNoise);
        return spread <= noise ? 0 : Math.Sqrt(spread / (n - 1));
    }
}
