using Hamf.Pipeline.Flows.Streaming;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hamf.Server.Workers;

/// <summary>
/// Keeps the served detectors and the running stages as they should be: looks at the registry every second, starts stages for
/// detectors that have come, and stops those of detectors that have gone or moved to other topics.
/// </summary>
public sealed class StreamSupervisor : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly StreamParts _parts;
    private readonly StreamPlan _plan;
    private readonly ILogger _logger;
    private readonly Dictionary<(string Name, string Subject), StageWorker> _workers = [];
    private IReadOnlyList<string> _problems = [];

    /// <summary>A supervisor for a process with the given roles.</summary>
    public StreamSupervisor(StreamParts parts, StreamRoles roles, ILogger<StreamSupervisor> logger)
    {
        ArgumentNullException.ThrowIfNull(parts);
        _parts = parts;
        _plan = new StreamPlan(parts, roles);
        _logger = logger;
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(_workers.Values.Select(w => w.StopAsync(cancellationToken))).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (StageWorker worker in _workers.Values)
        {
            worker.Dispose();
        }

        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await SuperviseAsync(stoppingToken).ConfigureAwait(false);
                await Task.Delay(Interval, _parts.Time, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // This is how it is stopped.
        }
    }

    private async Task SuperviseAsync(CancellationToken cancellation)
    {
        IReadOnlyList<string> problems;
        try
        {
            problems = await _parts.Detectors.RefreshAsync(cancellation).ConfigureAwait(false);
            StreamPlanning planning = _plan.Current();
            await AdjustAsync(planning.Stages, cancellation).ConfigureAwait(false);
            problems = [.. problems, .. planning.Problems];
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            problems = ["The registry could not be read, what is served stays as it is: " + e.Message];
        }

        Report(problems);
    }

    private async Task AdjustAsync(IReadOnlyList<PlannedStage> planned, CancellationToken cancellation)
    {
        HashSet<(string, string)> wanted = planned.Select(p => (p.Name, p.Subject)).ToHashSet();
        foreach (((string Name, string Subject) key, StageWorker worker) in _workers.Where(w => !wanted.Contains(w.Key)).ToArray())
        {
            await worker.StopAsync(cancellation).ConfigureAwait(false);
            worker.Dispose();
            _workers.Remove(key);
            WorkersLog.StageStopped(_logger, key.Name, key.Subject);
        }

        foreach (PlannedStage stage in planned.Where(p => !_workers.ContainsKey((p.Name, p.Subject))))
        {
#pragma warning disable CA2000 // The dictionary owns it; disposed with it.
            StageWorker worker = new(stage, _parts.Monitor, _parts.Time, _logger);
#pragma warning restore CA2000
            _workers.Add((stage.Name, stage.Subject), worker);
            await worker.StartAsync(CancellationToken.None).ConfigureAwait(false);
            WorkersLog.StageStarted(_logger, stage.Name, stage.Subject);
        }
    }

    // The same problem comes back at every look; it is told when it is new.
    private void Report(IReadOnlyList<string> problems)
    {
        foreach (string problem in problems.Except(_problems))
        {
            WorkersLog.Problem(_logger, problem);
        }

        _problems = problems;
    }
}
