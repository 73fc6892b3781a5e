using Dapper;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Relational;

public sealed partial class TrackingStore
{
    /// <inheritdoc/>
    public IReadOnlyList<DatasetSummary> Datasets(IReadOnlyList<long> experimentIds, int max)
    {
        ArgumentNullException.ThrowIfNull(experimentIds);
        return experimentIds.Count == 0 ? [] : _database.Read(connection => connection.Query<DatasetSummary>(
            $"""
            select distinct d.experiment_id as ExperimentId, d.name as Name, d.digest as Digest, t.value as Context
            from datasets d
            join run_datasets rd on rd.dataset_no = d.dataset_no
            join runs r on r.run_no = rd.run_no and r.lifecycle_stage = 'active'
            left join run_dataset_tags t on t.run_no = rd.run_no and t.dataset_no = rd.dataset_no and t.key = 'mlflow.data.context'
            where d.experiment_id in ({string.Join(',', experimentIds)})
            order by d.experiment_id, d.name, d.digest, t.value
            limit @max
            """,
            new { max }).ToArray());
    }
}
