using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Relational.Tracking;

/// <summary>Logs batches to runs, each in one transaction.</summary>
internal sealed class RunLog(Database database, RunRows runs, MetricKeys keys, MetricIndex index)
{
    public void Log(string runId, RunBatch batch)
    {
        IReadOnlyList<(string, long)> committed = database.Write(transaction =>
        {
            RunKey run = runs.RequireActive(transaction, runId);
            if (batch.Params.Count > 0)
            {
                RunParams.Add(database, transaction, run, batch.Params);
            }

            if (batch.Tags.Count > 0)
            {
                RunTags.Log(database, transaction, run, batch.Tags);
            }

            if (batch.Metrics.Count == 0)
            {
                return [];
            }

            (long[] numbers, IReadOnlyList<(string, long)> added) = keys.Resolve(database, transaction, batch.Metrics);
            MetricRows.Add(database, transaction, run, batch.Metrics, numbers, index);
            return added;
        });
        keys.Remember(committed);
    }
}
