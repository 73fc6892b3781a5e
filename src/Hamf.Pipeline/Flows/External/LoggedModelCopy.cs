using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.External;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Pipeline.Flows.External;

/// <summary>Copies logged models of MLflow 3. Their ids are kept, because versions, runs and metrics name them. Thread-safe.</summary>
internal sealed class LoggedModelCopy(ServerImportParts parts, ServerImportReport report, FileCopy files)
{
    private const string What = "logged models";

    /// <summary>Counts a model as it would be copied.</summary>
    public void Count(LoggedModel model)
    {
        if (parts.LoggedModels.Find(model.ModelId) is { } here && !CopyState.IsBegun(here.Tags))
        {
            report.Find(What);
        }
        else
        {
            report.Copy(What);
        }
    }

    /// <summary>Copies a model, or completes its copy.</summary>
    /// <param name="model">The model there; its metrics may be the latest only.</param>
    /// <param name="experimentId">The experiment here.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>The model here, or null when it cannot be.</returns>
    public async Task<LoggedModel?> CopyAsync(LoggedModel model, long experimentId, CancellationToken cancellation)
    {
        LoggedModel? here = parts.LoggedModels.Find(model.ModelId);
        if (here is not null && !CopyState.IsBegun(here.Tags))
        {
            report.Find(What);
            return here;
        }

        if ((here ?? Create(model, experimentId)) is not { } target)
        {
            return null;
        }

        // A list of models may show the latest points only.
        LoggedModel whole = await parts.Source.FindLoggedModelAsync(model.ModelId, cancellation).ConfigureAwait(false) ?? model;
        parts.LoggedModels.LogParams(model.ModelId, whole.Params);
        parts.LoggedModels.SetTags(model.ModelId, CopyState.Without(whole.Tags));
        CopyMetrics(whole);
        await files.CopyAsync(new RemoteFolder(whole.ArtifactUri, null, string.Empty), target.ArtifactUri, $"files of logged model {model.ModelId}", cancellation).ConfigureAwait(false);
        Finish(whole);
        return target;
    }

    private LoggedModel? Create(LoggedModel model, long experimentId)
    {
        try
        {
            return parts.LoggedModels.Create(new NewLoggedModel
            {
                ModelId = model.ModelId,
                ExperimentId = experimentId,
                Name = model.Name,
                ModelType = model.ModelType,
                SourceRunId = model.SourceRunId,
                CreatedMs = model.CreatedMs,
                Tags = CopyState.Begun(parts.Source.Server),
            });
        }
        catch (StoreException e) when (!e.IsTransient)
        {
            report.LeaveOut($"logged model {model.ModelId}", "a model of that id was deleted here");
            return null;
        }
    }

    // The histories of runs do not say of which model a point tells; those of models do. A point that its run has already becomes no second one.
    private void CopyMetrics(LoggedModel model)
    {
        foreach (IGrouping<string, MetricPoint> run in model.Metrics.GroupBy(m => m.RunId, m => m.Point with { ModelId = model.ModelId }))
        {
            if (parts.Tracking.FindRun(run.Key) is { Stage: LifecycleStage.Active })
            {
                parts.Tracking.Log(run.Key, new RunBatch([.. run], [], []));
            }
            else
            {
                report.LeaveOut($"metrics of logged model {model.ModelId}", $"run {run.Key}, which logged them, is not here or is deleted");
            }
        }
    }

    // One whose files are being uploaded there stays begun here, so that the next import completes it.
    private void Finish(LoggedModel model)
    {
        if (model.Status != LoggedModelStatus.Pending)
        {
            parts.LoggedModels.Finalize(model.ModelId, model.Status);
            parts.LoggedModels.SetTags(model.ModelId, [CopyState.Whole]);
        }

        report.Copy(What);
    }
}
