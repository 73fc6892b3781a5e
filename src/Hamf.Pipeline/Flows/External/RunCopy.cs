using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.External;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Pipeline.Flows.External;

/// <summary>Copies runs. Thread-safe.</summary>
internal sealed class RunCopy(ServerImportParts parts, ServerImportReport report, FileCopy files)
{
    // Says how far the copy of a run is: begun or whole. The word whole is the last that is written.
    private const string StateTag = "hamf.import";
    private const string Begun = "begun";
    private const string Whole = "whole";
    private const string NameTag = "mlflow.runName";

    /// <summary>Counts a run as it would be copied.</summary>
    public void Count(TrackedRun run)
    {
        if (IsOwn(run) || StateOf(parts.Tracking.FindRun(run.RunId)) == Whole)
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
        if (IsOwn(run) || (here is not null && StateOf(here) != Begun))
        {
            report.Find("runs");
            return;
        }

        here ??= Create(run, experimentId);
        parts.Tracking.Log(run.RunId, new RunBatch([], run.Params, [.. run.Tags.Where(t => t.Key is not (NameTag or StateTag))]));
        await CopyMetricsAsync(run, cancellation).ConfigureAwait(false);
        if (run.DatasetInputs.Count > 0)
        {
            parts.Tracking.LogInputs(run.RunId, run.DatasetInputs, []);
        }

        await files.CopyAsync(new RemoteFolder(run.ArtifactUri, run.RunId, string.Empty), here.ArtifactUri, $"files of run {run.RunId}", cancellation).ConfigureAwait(false);
        Finish(run);
    }

    // What Hamf itself has brought there is here already, as what it was made from.
    private bool IsOwn(TrackedRun run) =>
        run.Tags.FirstOrDefault(t => t.Key == RunDelivery.Tag).Value is { } own && parts.Tracking.FindRun(own) is not null;

    private static string? StateOf(TrackedRun? run) => run?.Tags.FirstOrDefault(t => t.Key == StateTag).Value;

    private TrackedRun Create(TrackedRun run, long experimentId) => parts.Tracking.CreateRun(new NewRun
    {
        RunId = run.RunId,
        ExperimentId = experimentId,
        Name = run.Name,
        UserId = run.UserId,
        StartMs = run.StartMs,
        Tags = [KeyValuePair.Create(StateTag, Begun), KeyValuePair.Create(ServerImport.SourceTag, parts.Source.Server)],
    });

    private async Task CopyMetricsAsync(TrackedRun run, CancellationToken cancellation)
    {
        foreach (MetricPoint latest in run.Metrics)
        {
            await foreach (IReadOnlyList<MetricPoint> page in parts.Source.MetricHistoryAsync(run.RunId, latest.Key, cancellation).ConfigureAwait(false))
            {
                // Logged models are not copied, so their ids would lead nowhere.
                parts.Tracking.Log(run.RunId, new RunBatch([.. page.Select(point => point with { ModelId = null })], [], []));
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
            parts.Tracking.Log(run.RunId, new RunBatch([], [], [KeyValuePair.Create(StateTag, Whole)]));
        }

        if (hasEnded && run.Stage == LifecycleStage.Deleted)
        {
            parts.Tracking.MoveRun(run.RunId, LifecycleStage.Deleted);
        }

        report.Copy("runs");
    }
}
