using Hamf.Pipeline.Registry.Search;

namespace Hamf.Pipeline.Registry.Tracking;

/// <summary>A search over the logged models of some experiments.</summary>
/// <param name="ExperimentIds">The experiments.</param>
/// <param name="Datasets">Where given, metrics in filter and order are only those measured on one of these datasets (name, and digest or null).</param>
/// <param name="Query">What is asked for.</param>
public sealed record LoggedModelSearch(
    IReadOnlyList<long> ExperimentIds, IReadOnlyList<(string Name, string? Digest)> Datasets, SearchQuery Query)
{
    /// <summary>For each term of the order, the dataset that its metric was measured on; empty, or null parts, for any.</summary>
    public IReadOnlyList<(string? Name, string? Digest)> OrderDatasets { get; init; } = [];
}
