using Hamf.Pipeline.Flows.Streaming;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hamf.Server.Workers;

/// <summary>
/// Runs one stage until it is stopped. A stage that fails is tried again after a pause that doubles from 0.1 s to 30 s; the others go on
/// meanwhile. Stopping lets the present batch finish and the stage write down what is only in memory.
/// </summary>
public sealed class StageWorker : BackgroundService
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly PlannedStage _planned;
    private readonly StreamMonitor _monitor;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <summary>A worker for a stage, which is created when it starts.</summary>
    public StageWorker(PlannedStage planned, StreamMonitor monitor, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(planned);
        ArgumentNullException.ThrowIfNull(monitor);
        ArgumentNullException.ThrowIfNull(time);
        _planned = planned;
        _monitor = monitor;
        _time = time;
        _logger = logger;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A stage that always finds work may never wait, and whoever starts it must not be kept.
        await Task.Yield();
        IStage? stage = null;
        TimeSpan pause = FirstPause;
        string? problem = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                stage ??= _planned.Create();
                await stage.RunOnceAsync(Wait, stoppingToken).ConfigureAwait(false);
                problem = Recovered(problem);
                pause = FirstPause;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                problem = Failed(problem, e, pause);
                await PauseAsync(pause, stoppingToken).ConfigureAwait(false);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }

        await StopStageAsync(stage).ConfigureAwait(false);
    }

    private string? Recovered(string? problem)
    {
        _monitor.SetState(_planned.Name, _planned.Subject, "running");
        if (problem is not null)
        {
            WorkersLog.StageRecovered(_logger, _planned.Name, _planned.Subject);
        }

        return null;
    }

    private string Failed(string? problem, Exception e, TimeSpan pause)
    {
        _monitor.SetState(_planned.Name, _planned.Subject, "retrying: " + e.Message);
        if (e.Message != problem)
        {
            WorkersLog.StageFailed(_logger, _planned.Name, _planned.Subject, pause, e);
        }

        return e.Message;
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(pause, _time, stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The loop sees the token itself.
        }
    }

    private async Task StopStageAsync(IStage? stage)
    {
        try
        {
            if (stage is not null)
            {
                await stage.StopAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // What could not be written down is rebuilt at the next start; stopping goes on.
            WorkersLog.StopFailed(_logger, _planned.Name, _planned.Subject, e);
        }

        _monitor.SetState(_planned.Name, _planned.Subject, "stopped");
    }
}
