using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Detectors.Inference;

/// <summary>What is decided for one column, and why.</summary>
/// <param name="Profile">What the column is.</param>
/// <param name="Spec">How it is declared.</param>
/// <param name="Why">The reason, for people.</param>
internal sealed record DraftColumn(ColumnProfile Profile, ColumnSpec Spec, string Why)
{
    /// <summary>What is doubtful about it, or null.</summary>
    public string? Warning { get; init; }

    /// <summary>Whether it goes to the model as it is.</summary>
    public bool IsModelFeature { get; init; }
}
