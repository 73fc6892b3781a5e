namespace Hamf.Models.Trees.Growing;

/// <summary>What the splits of one tree must hold. Immutable and thread-safe.</summary>
/// <param name="options">The settings.</param>
/// <param name="scales">What 1 is in the sums.</param>
/// <param name="directions">The direction of each feature that is constrained, or null where no feature is.</param>
internal sealed class SplitRules(GbdtOptions options, SumScales scales, MonotoneDirection?[]? directions)
{
    // Far below what a sum can be, so that twice as much is still a long.
    private const double Most = 1L << 61;

    /// <summary>The settings.</summary>
    public GbdtOptions Options => options;

    /// <summary>What 1 is in the sums.</summary>
    public SumScales Scales => scales;

    /// <summary>Values and gains.</summary>
    public LeafFormula Formula { get; } = new(options.L1, options.L2, scales);

    /// <summary>Whether leaves have ranges.</summary>
    public bool HasDirections => directions is not null;

    /// <summary>Fewest rows of a side, in the scale of sums.</summary>
    public long MinRows { get; } = RowsOf(options.MinLeafRows, scales);

    /// <summary>Least hessian of a side, in the scale of sums.</summary>
    public long MinHessian { get; } = (long)Math.Min(Most, Math.Ceiling(options.MinLeafHessian * scales.Hessian));

    /// <summary>The direction of a feature, or null.</summary>
    public MonotoneDirection? DirectionOf(int feature) => directions?[feature];

    /// <summary>A number of rows in the scale of sums.</summary>
    public static long RowsOf(double rows, SumScales scales) => (long)Math.Min(Most, Math.Ceiling(rows * scales.Rows));

    /// <summary>False when the leaf is too small to give two leaves.</summary>
    public bool CanSplit(LeafSums leaf) => leaf.Rows >= 2 * MinRows && leaf.Hessian >= 2 * MinHessian;

    /// <summary>Whether the sums are enough for a leaf.</summary>
    public bool IsLargeEnough(LeafSums side) => side.Rows >= MinRows && side.Hessian >= MinHessian;

    /// <summary>What the undivided leaf gains.</summary>
    public double GainOf(LeafSums sums, ValueRange range) =>
        HasDirections ? Formula.GainOf(sums, Formula.ValueOf(sums, range)) : Formula.GainOf(sums);
}
