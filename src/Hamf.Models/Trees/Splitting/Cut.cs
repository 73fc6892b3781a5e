namespace Hamf.Models.Trees.Splitting;

/// <summary>A place to cut a row of cells in two, and how good it is.</summary>
internal readonly record struct Cut
{
    /// <summary>What a tally returns when it found no cut.</summary>
    public const int Nowhere = -1;

    /// <summary>The sum over both sides of squared target sums by weight: the higher, the purer the sides.</summary>
    public double Score { get; init; }

    /// <summary>The last cell that goes left, or <see cref="Nowhere"/>.</summary>
    public int LastLeft { get; init; }

    /// <summary>The first filled cell after it.</summary>
    public int FirstRight { get; init; }

    /// <summary>Whether the missing cell, which is the last, goes left.</summary>
    public bool MissingLeft { get; init; }

    /// <summary>Whether the missing cell has rows.</summary>
    public bool HasMissing { get; init; }

    /// <summary>Whether fewer than two cells have rows.</summary>
    public bool IsConstant { get; init; }

    /// <summary>Weight of the left side.</summary>
    public long LeftWeight { get; init; }
}
