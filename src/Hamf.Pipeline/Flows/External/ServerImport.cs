using System.Collections.Concurrent;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.External;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Pipeline.Flows.External;

/// <summary>
/// Copies experiments, runs, models and their files from a server into Hamf's own registry. Ids of runs and logged models and numbers of versions are
/// kept. An import that was stopped is simply started again: what is here is found by its id, what was half copied is completed, nothing comes twice.
/// </summary>
public sealed class ServerImport
{
    /// <summary>The tag of what was copied that names the server.</summary>
    public const string SourceTag = "hamf.imported_from";

    // A company's server has others to serve; a run asks for its metrics and files one after the other.
    private const int RunsAtOnce = 4;
    private const int RunsPerLine = 100;

    private readonly ServerImportParts _parts;
    private readonly ServerImportReport _report = new();
    private readonly RunCopy _runs;
    private readonly LoggedModelCopy _loggedModels;
    private readonly VersionCopy _versions;
    private readonly Dictionary<long, Experiment> _experiments = [];
    private readonly ConcurrentDictionary<long, long> _local = [];

    /// <summary>An import; it is made once.</summary>
    public ServerImport(ServerImportParts parts)
    {
        _parts = parts;
        var files = new FileCopy(parts, _report);
        _runs = new RunCopy(parts, _report, files);
        _loggedModels = new LoggedModelCopy(parts, _report, files);
        _versions = new VersionCopy(parts, _report, files);
    }

    /// <summary>Copies what is asked for.</summary>
    /// <param name="request">What.</param>
    /// <param name="progress">Told what is going on, one line at a time, or null.</param>
    /// <param name="cancellation">Stops; what was copied stays, and the same call goes on.</param>
    /// <exception cref="TrackingException">The server cannot be read; what was copied stays.</exception>
    public async Task<ServerImportReport> RunAsync(ServerImportRequest request, IProgress<string>? progress, CancellationToken cancellation)
    {
        await foreach (Experiment experiment in _parts.Source.ExperimentsAsync(cancellation).ConfigureAwait(false))
        {
            _experiments[experiment.ExperimentId] = experiment;
        }

        foreach (string unknown in request.Experiments.Except(_experiments.Values.Select(e => e.Name)))
        {
            _report.LeaveOut($"experiment {unknown}", "the server has none of that name");
        }

        foreach (Experiment experiment in _experiments.Values.Where(request.Wants).OrderBy(e => e.ExperimentId))
        {
            await CopyAsync(experiment, request, progress, cancellation).ConfigureAwait(false);
        }

        await CopyModelsAsync(request, progress, cancellation).ConfigureAwait(false);
        return _report;
    }

    private async Task CopyAsync(Experiment experiment, ServerImportRequest request, IProgress<string>? progress, CancellationToken cancellation)
    {
        if (!request.IsDryRun && LocalOf(experiment) is null)
        {
            _report.LeaveOut($"experiment {experiment.Name}", "it is deleted here; restore it to copy its runs");
            return;
        }

        int count = 0;
        await Parallel.ForEachAsync(
            _parts.Source.RunsAsync(experiment.ExperimentId, request.Since, cancellation),
            new ParallelOptions { MaxDegreeOfParallelism = RunsAtOnce, CancellationToken = cancellation },
            async (run, token) =>
            {
                await CopyAsync(run, request.IsDryRun, token).ConfigureAwait(false);
                if (Interlocked.Increment(ref count) % RunsPerLine == 0)
                {
                    progress?.Report($"experiment {experiment.Name}: {count} runs");
                }
            }).ConfigureAwait(false);
        int models = await CopyLoggedModelsAsync(experiment, request.IsDryRun, cancellation).ConfigureAwait(false);
        progress?.Report($"experiment {experiment.Name}: {count} runs, {models} logged models, done");
        if (!request.IsDryRun && experiment.Stage == LifecycleStage.Deleted && request.Since is null && _parts.Tracking.FindExperiment(experiment.Name) is { } here && here.Tags.ContainsKey(SourceTag))
        {
            _parts.Tracking.MoveExperiment(here.ExperimentId, LifecycleStage.Deleted);
        }
    }

    private async Task CopyAsync(TrackedRun run, bool isDryRun, CancellationToken cancellation)
    {
        if (isDryRun)
        {
            _runs.Count(run);
        }
        else if (_experiments.TryGetValue(run.ExperimentId, out Experiment? experiment) && LocalOf(experiment) is { } local)
        {
            await _runs.CopyAsync(run, local, cancellation).ConfigureAwait(false);
        }
    }

    // After the runs, which their metrics belong to.
    private async Task<int> CopyLoggedModelsAsync(Experiment experiment, bool isDryRun, CancellationToken cancellation)
    {
        int count = 0;
        await foreach (LoggedModel model in _parts.Source.LoggedModelsAsync(experiment.ExperimentId, cancellation).ConfigureAwait(false))
        {
            count++;
            if (isDryRun)
            {
                _loggedModels.Count(model);
            }
            else
            {
                await CopyAsync(model, cancellation).ConfigureAwait(false);
            }
        }

        return count;
    }

    private async Task<LoggedModel?> CopyAsync(LoggedModel model, CancellationToken cancellation) =>
        _experiments.TryGetValue(model.ExperimentId, out Experiment? experiment) && LocalOf(experiment) is { } local
            ? await _loggedModels.CopyAsync(model, local, cancellation).ConfigureAwait(false)
            : null;

    private async Task CopyModelsAsync(ServerImportRequest request, IProgress<string>? progress, CancellationToken cancellation)
    {
        var missing = request.Models.ToHashSet(StringComparer.Ordinal);
        await foreach (RegisteredModel model in _parts.Source.ModelsAsync(cancellation).ConfigureAwait(false))
        {
            if (request.Wants(model))
            {
                missing.Remove(model.Name);
                await _versions.CopyAsync(model, request.IsDryRun, new VersionOrigins(MakerAsync, LoggedModelAsync), cancellation).ConfigureAwait(false);
                progress?.Report($"model {model.Name}, done");
            }
        }

        foreach (string unknown in missing)
        {
            _report.LeaveOut($"model {unknown}", "the server has none of that name");
        }
    }

    // A version is of little use without the run that made it, so that comes along, whichever experiments were asked for.
    private async Task<TrackedRun?> MakerAsync(string runId, CancellationToken cancellation)
    {
        if (_parts.Tracking.FindRun(runId) is null && await _parts.Source.FindRunAsync(runId, cancellation).ConfigureAwait(false) is { } run)
        {
            await CopyAsync(run, isDryRun: false, cancellation).ConfigureAwait(false);
        }

        return _parts.Tracking.FindRun(runId);
    }

    // The logged model that a version was registered from, likewise.
    private async Task<LoggedModel?> LoggedModelAsync(string modelId, CancellationToken cancellation) =>
        _parts.LoggedModels.Find(modelId) is { } here && !CopyState.IsBegun(here.Tags) ? here
        : await _parts.Source.FindLoggedModelAsync(modelId, cancellation).ConfigureAwait(false) is { } model ? await CopyAsync(model, cancellation).ConfigureAwait(false)
        : null;

    // The experiment here of the same name, made where it is missing; null when it is deleted.
    private long? LocalOf(Experiment experiment)
    {
        lock (_local)
        {
            if (_local.TryGetValue(experiment.ExperimentId, out long known))
            {
                return known;
            }

            Experiment? here = _parts.Tracking.FindExperiment(experiment.Name);
            if (here?.Stage == LifecycleStage.Deleted)
            {
                return null;
            }

            long id = here?.ExperimentId ?? Create(experiment);
            return _local[experiment.ExperimentId] = id;
        }
    }

    private long Create(Experiment experiment)
    {
        _report.Copy("experiments");
        return _parts.Tracking.CreateExperiment(experiment.Name, null, [.. experiment.Tags, KeyValuePair.Create(SourceTag, _parts.Source.Server)]);
    }
}
