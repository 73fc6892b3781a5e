namespace Hamf.Models.Trees.Splitting;

/// <summary>
/// Target sums of a node's rows, by cell of a feature, and the judge of the cuts between the cells. A struct, so that the loops over rows
/// are compiled for each kind of target. The last cell of a feature holds missing values.
/// </summary>
internal interface ITally
{
    /// <summary>Features whose cells may be filled in one pass over a node's rows.</summary>
    static abstract int FeaturesAtOnce { get; }

    /// <summary>Weight of the node that was entered last.</summary>
    long Weight { get; }

    /// <summary>What the score of a cut must be compared with: that of the node undivided.</summary>
    double Score { get; }

    /// <summary>Sums the rows of a node.</summary>
    void Enter(int start, int end);

    /// <summary>Whether all targets of a node that was entered are equal.</summary>
    bool IsPure(int start, int end);

    /// <summary>Writes the value of a leaf of the rows entered.</summary>
    void WriteLeaf(Span<double> value);

    /// <summary>Adds the bag's row at a position to a cell.</summary>
    void Add(int cell, int position);

    /// <summary>Adds the rows of a node to the cells of several features; those of the i-th begin at i * <see cref="BinnedRows.MaxCodes"/>.</summary>
    void AddAll(BinnedRows rows, ReadOnlySpan<int> features, int start, int end);

    /// <summary>Whether a cell has no rows.</summary>
    bool IsEmpty(int cell);

    /// <summary>Adds a cell to another and empties it.</summary>
    void Move(int from, int to);

    /// <summary>Empties cells.</summary>
    void Clear(int first, int count);

    /// <summary>The best cut of a feature's cells; with a score above <paramref name="atLeast"/>, or nowhere.</summary>
    Cut FindCut(int first, int count, double atLeast);

    /// <summary>
    /// The number by whose mean categories are put in order: the target, or for classes whether it is the class of the row at
    /// <paramref name="like"/>.
    /// </summary>
    double OrderTarget(int position, int like);
}
