using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Search;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Relational;

public sealed partial class TrackingStore
{
    /// <inheritdoc/>
    public Page<Experiment> SearchExperiments(SearchQuery query) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Page<TrackedRun> SearchRuns(RunSearch search) => throw new NotImplementedException();
}
