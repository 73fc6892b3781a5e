using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.External;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Pipeline.Flows.External;

/// <summary>Copies runs. Thread-safe.</summary>
internal sealed class RunCopy(ServerImportParts parts, ServerImportReport report, FileCopy files)
{
    private const string NameTag = "mlflow.runName";

    /// <summary>Counts a run as it would be copied.</summary>
    public void Count(TrackedRun run)
    {
        if (IsOwn(run) || parts.Tracking.FindRun(run.RunId) is { } here && !CopyState.IsBegun(here.Tags))
        {
            report.Find("runs");
        }
        else
        {
            report.Copy("runs");
        }
    }

    /// <summary>Copies a run, or completes its copy.</summary>
    /// <param name="run">The run there.</param>
    /// <param name="experimentId">The experiment here.</param>
    /// <param name="cancellation">Stops.</param>
    public async Task CopyAsync(TrackedRun run, long experimentId, CancellationToken cancellation)
    {
        TrackedRun? here = parts.Tracking.FindRun(run.RunId);
        if (IsOwn(run) || (here is not null && !CopyState.IsBegun(here.Tags)))
        {
            report.Find("runs");
            return;
        }

        // A list of runs may leave out which models they have read and made.
        run = await parts.Source.FindRunAsync(run.RunId, cancellation).ConfigureAwait(false) ?? run;
        here ??= Create(run, experimentId);
        parts.Tracking.Log(run.RunId, new RunBatch([], run.Params, [.. CopyState.Without(run.Tags).Where(t => t.Key != NameTag)]));
        await CopyMetricsAsync(run, cancellation).ConfigureAwait(false);
        if (run.DatasetInputs.Count + run.ModelInputs.Count > 0)
        {
            parts.Tracking.LogInputs(run.RunId, run.DatasetInputs, run.ModelInputs);
        }

        if (run.ModelOutputs.Count > 0)
        {
            parts.Tracking.LogOutputs(run.RunId, run.ModelOutputs);
        }

        await files.CopyAsync(new RemoteFolder(run.ArtifactUri, run.RunId, string.Empty), here.ArtifactUri, $"files of run {run.RunId}", cancellation).ConfigureAwait(false);
        Finish(run);
    }

    // What Hamf itself has brought there is here already, as what it was made from.
    private bool IsOwn(TrackedRun run) =>
        run.Tags.FirstOrDefault(t => t.Key == RunDelivery.Tag).Value is { } own && parts.Tracking.FindRun(own) is not null;

    private TrackedRun Create(TrackedRun run, long experimentId) => parts.Tracking.CreateRun(new NewRun
    {
        RunId = run.RunId,
        ExperimentId = experimentId,
        Name = run.Name,
        UserId = run.UserId,
        StartMs = run.StartMs,
        Tags = CopyState.Begun(parts.Source.Server),
    });

    private async Task CopyMetricsAsync(TrackedRun run, CancellationToken cancellation)
    {
        foreach (MetricPoint latest in run.Metrics)
        {
            await foreach (IReadOnlyList<MetricPoint> page in parts.Source.MetricHistoryAsync(run.RunId, latest.Key, cancellation).ConfigureAwait(false))
            {
                parts.Tracking.Log(run.RunId, new RunBatch(page, [], []));
                report.Copy("metric values", page.Count);
            }
        }
    }

    // A run that goes on there stays begun here, so that the next import fetches what has come since.
    private void Finish(TrackedRun run)
    {
        bool hasEnded = run.Status is not (RunStatus.Running or RunStatus.Scheduled);
        if (hasEnded)
        {
            parts.Tracking.UpdateRun(run.RunId, run.Status, run.EndMs, null);
            parts.Tracking.Log(run.RunId, new RunBatch([], [], [CopyState.Whole]));
        }

        if (hasEnded && run.Stage == LifecycleStage.Deleted)
        {
            parts.Tracking.MoveRun(run.RunId, LifecycleStage.Deleted);
        }

        report.Copy("runs");
    }
}
