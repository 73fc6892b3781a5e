using Hamf.Adapters.Relational.Search;
using Hamf.Adapters.Relational.Tracking;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Search;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Relational;

public sealed partial class TrackingStore
{
    /// <inheritdoc/>
    public Page<Experiment> SearchExperiments(SearchQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _database.Read(connection =>
        {
            Page<long> page = ExperimentFinder.Find(_database.Dialect, connection, query);
            return new Page<Experiment>(ExperimentRows.Read(connection, page.Items), page.NextOffset);
        });
    }

    /// <inheritdoc/>
    public Page<TrackedRun> SearchRuns(RunSearch search)
    {
        ArgumentNullException.ThrowIfNull(search);
        bool isIndexed = _index.TryComplete(search.Query);
        return _database.Read(connection =>
        {
            Page<long> page = new RunFinder(_database.Dialect, isIndexed).Find(connection, search);
            return new Page<TrackedRun>(_reader.Read(connection, page.Items), page.NextOffset);
        });
    }
}
