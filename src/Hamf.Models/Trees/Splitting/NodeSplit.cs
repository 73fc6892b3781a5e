namespace Hamf.Models.Trees.Splitting;

/// <summary>A way to divide a node.</summary>
internal readonly record struct NodeSplit
{
    /// <summary>The <see cref="Feature"/> of a split that does not exist.</summary>
    public const int None = -1;

    /// <summary>The feature asked, or <see cref="None"/>.</summary>
    public int Feature { get; init; }

    /// <summary>The last place in the feature's order that goes left: a bin, a rank, or a category's position.</summary>
    public int LastLeft { get; init; }

    /// <summary>A numeric value at or below it goes left.</summary>
    public double Threshold { get; init; }

    /// <summary>Where missing values go.</summary>
    public bool MissingLeft { get; init; }

    /// <summary>See <see cref="Cut.Score"/>.</summary>
    public double Score { get; init; }

    /// <summary>Weight of the left side.</summary>
    public long LeftWeight { get; init; }
}
