using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;
using Hamf.Pipeline.Registry.External;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Pipeline.Flows.External;

/// <summary>Delivers runs. Thread-safe.</summary>
internal sealed class RunDelivery(MirrorParts parts)
{
    /// <summary>The tag of a run there that says which run here it is.</summary>
    public const string Tag = "hamf.run_id";

    private const string FilesTag = "hamf.files";
    private const int HistoryPage = 10_000;

    /// <summary>Delivers a run that has ended.</summary>
    /// <returns>Its id there, or null while it has not ended.</returns>
    public async Task<string?> DeliverAsync(Delivery delivery, CancellationToken cancellation)
    {
        // A run that was deleted for good before it could be delivered is not missed.
        if (parts.Tracking.FindRun(delivery.Subject) is not { } run)
        {
            return string.Empty;
        }

        if (run.Status is RunStatus.Running or RunStatus.Scheduled)
        {
            return null;
        }

        // A server that knows the run by its very id is this home's own, or a copy of it: there is nothing to bring.
        if (delivery.RemoteId is null && await parts.Server.FindRunAsync(run.RunId, cancellation).ConfigureAwait(false) is not null)
        {
            return run.RunId;
        }

        TrackedRun remote = await OpenAsync(run, cancellation).ConfigureAwait(false);
        parts.Deliveries.Identify(parts.Server.Server, DeliveryKind.Run, run.RunId, remote.RunId);
        await LogAsync(run, remote, cancellation).ConfigureAwait(false);
        await UploadAsync(run, remote, cancellation).ConfigureAwait(false);
        await parts.Server.EndRunAsync(remote.RunId, run.Status, run.EndMs ?? run.StartMs, cancellation).ConfigureAwait(false);
        string? kept = await parts.Server.KeepOneAsync(remote.ExperimentId, Tag, run.RunId, cancellation).ConfigureAwait(false);
        return kept == remote.RunId
            ? kept
            : throw new TrackingException(TrackingError.Unreachable, $"Run {run.RunId} was delivered twice at the same time; the other one is completed next.");
    }

    private async Task<TrackedRun> OpenAsync(TrackedRun run, CancellationToken cancellation)
    {
        string name = parts.Experiment ?? parts.Tracking.FindExperiment(run.ExperimentId)?.Name ?? Experiment.DefaultName;
        Experiment experiment = await parts.Server.OpenExperimentAsync(name, cancellation).ConfigureAwait(false);
        var wanted = new NewRun { ExperimentId = experiment.ExperimentId, Name = run.Name, UserId = run.UserId, StartMs = run.StartMs };
        return await parts.Server.OpenRunAsync(wanted, Tag, run.RunId, cancellation).ConfigureAwait(false);
    }

    private async Task LogAsync(TrackedRun run, TrackedRun remote, CancellationToken cancellation)
    {
        await parts.Server.LogAsync(remote.RunId, new RunBatch([], run.Params, run.Tags), cancellation).ConfigureAwait(false);
        foreach (MetricPoint latest in run.Metrics)
        {
            long? offset = 0;
            while (offset is { } from)
            {
                Page<MetricPoint> page = parts.Tracking.MetricHistory(run.RunId, latest.Key, HistoryPage, from);
                await parts.Server.LogAsync(remote.RunId, new RunBatch(page.Items, [], []), cancellation).ConfigureAwait(false);
                offset = page.NextOffset;
            }
        }
    }

    // Files that the server cannot take are no reason to keep back the rest: they stay here, and the run there says so.
    private async Task UploadAsync(TrackedRun run, TrackedRun remote, CancellationToken cancellation)
    {
        if (parts.Spaces.Resolve(run.ArtifactUri) is not { } root)
        {
            return;
        }

        var target = new RemoteFolder(remote.ArtifactUri, remote.RunId, string.Empty);
        try
        {
            Dictionary<string, long> there = (await parts.Server.ListAsync(target, cancellation).ConfigureAwait(false)).ToDictionary(f => f.Path, f => f.Size, StringComparer.Ordinal);
            foreach (ArtifactFile file in await SpaceFiles.AllAsync(root.Space, root.Path, cancellation).ConfigureAwait(false))
            {
                string path = file.Path[root.Path.Length..].TrimStart('/');
                if (there.GetValueOrDefault(path, -1) != file.Size)
                {
                    var content = new ArtifactContent(file.Size, token => root.Space.OpenAsync(file.Path, 0, token));
                    await parts.Server.UploadAsync(target, path, content, cancellation).ConfigureAwait(false);
                }
            }
        }
        catch (TrackingException e) when (e.Error is TrackingError.Refused)
        {
            await parts.Server.LogAsync(remote.RunId, new RunBatch([], [], [KeyValuePair.Create(FilesTag, $"kept in Hamf only: {e.Message}")]), cancellation).ConfigureAwait(false);
        }
    }
}
