using Hamf.Pipeline.Registry.Search;

namespace Hamf.Pipeline.Registry.Tracking;

/// <summary>A search over the runs of some experiments.</summary>
/// <param name="ExperimentIds">The experiments; none finds nothing.</param>
/// <param name="Query">What is asked for.</param>
public sealed record RunSearch(IReadOnlyList<long> ExperimentIds, SearchQuery Query);
