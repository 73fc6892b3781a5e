using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Detectors.Inference;

/// <summary>A detector as proposed from a file, before it is written.</summary>
internal sealed record DetectorDraft
{
    public required string Name { get; init; }

    public required string SourceName { get; init; }

    public required TableProfile Table { get; init; }

    public required LabelChoice Label { get; init; }

    public required IReadOnlyList<DraftColumn> Columns { get; init; }

    public required IReadOnlyList<FeatureProposal> Derived { get; init; }

    /// <summary>Features written as comments, to be taken in by hand.</summary>
    public required IReadOnlyList<FeatureProposal> Suggested { get; init; }

    public required DecisionSpec Decision { get; init; }

    public required string DecisionWhy { get; init; }

    /// <summary>What is doubtful about the file as a whole.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Whether rows of one entity must stay together, as there is no time to split by.</summary>
    public bool SplitsByEntity => Columns.Any(c => c.Spec.Role == ColumnRole.Entity) && !Columns.Any(c => c.Spec.Role == ColumnRole.Time);
}
