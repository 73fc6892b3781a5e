namespace Hamf.Models.Formats.Sklearn;

/// <summary>
/// How many parts of a model may still be read from a file. Objects can be shared in a pickle, so that a small one can hold exponentially many
/// parts. Not thread-safe.
/// </summary>
internal sealed class PartBudget
{
    /// <summary>More than the largest ensembles of ensembles have.</summary>
    public const int MaxParts = 100_000;

    private int _spent;

    /// <summary>Spends one part; false when none is left.</summary>
    public bool TrySpend() => ++_spent <= MaxParts;
}
