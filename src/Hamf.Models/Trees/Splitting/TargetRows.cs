namespace Hamf.Models.Trees.Splitting;

/// <summary>The targets of all rows, as sums to which a row adds one amount: a class adds 1 to its own sum, a number itself to the only one.</summary>
internal sealed class TargetRows
{
    private readonly int[]? _sumOf;
    private readonly double[]? _amounts;

    private TargetRows(int sums, int[]? sumOf, double[]? amounts)
    {
        Sums = sums;
        _sumOf = sumOf;
        _amounts = amounts;
    }

    /// <summary>Number of sums: classes, or 1.</summary>
    public int Sums { get; }

    /// <summary>Whether targets are classes.</summary>
    public bool AreClasses => _sumOf is not null;

    /// <summary>Added to the mean of a leaf: numbers are held as differences from it, because squares of large sums lose digits.</summary>
    public double Center { get; private init; }

    /// <summary>Targets that are classes, 0 to <paramref name="classes"/> - 1.</summary>
    public static TargetRows Classes(double[] targets, int classes) => new(classes, Array.ConvertAll(targets, target => (int)target), null);

    /// <summary>Targets that are numbers.</summary>
    public static TargetRows Values(double[] targets, double center) =>
        new(1, null, Array.ConvertAll(targets, target => target - center)) { Center = center };

    /// <summary>Classes as numbers.</summary>
    public TargetRows AsValues() => new(1, null, Array.ConvertAll(_sumOf!, sum => (double)sum));

    /// <summary>The sum to which a row adds: its class, or 0.</summary>
    public int SumOf(int row) => _sumOf is null ? 0 : _sumOf[row];

    /// <summary>What a row of weight 1 adds.</summary>
    public double AmountOf(int row) => _amounts is null ? 1 : _amounts[row];

    /// <summary>Whether two rows have the same target.</summary>
    public bool AreEqual(int row, int other) => SumOf(row) == SumOf(other) && AmountOf(row) == AmountOf(other);
}
