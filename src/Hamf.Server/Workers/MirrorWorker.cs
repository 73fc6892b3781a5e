using Hamf.Pipeline.Flows.External;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hamf.Server.Workers;

/// <summary>Delivers to an external MLflow server what waits, and follows the champions that were chosen there where that is wanted.</summary>
/// <param name="mirror">Delivers.</param>
/// <param name="follower">Follows, or null.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told when the server goes and comes.</param>
public sealed class MirrorWorker(Mirror mirror, ChampionFollower? follower, TimeProvider time, ILogger<MirrorWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        string? problem = null;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                problem = await PassAsync(problem, stoppingToken).ConfigureAwait(false);
                await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // This is how it is stopped.
        }
    }

    private async Task<string?> PassAsync(string? before, CancellationToken cancellation)
    {
        try
        {
            MirrorOutcome outcome = await mirror.DeliverAsync(isHurried: false, cancellation).ConfigureAwait(false);
            if (outcome.Delivered > 0)
            {
                WorkersLog.Mirrored(logger, outcome.Delivered, outcome.Server, outcome.Waiting);
            }

            // A pass that had nothing due says nothing about the server.
            string? problem = outcome.Problem ?? (outcome.Delivered > 0 ? null : before);
            if (outcome.Problem is not null && outcome.Problem != before)
            {
                WorkersLog.Problem(logger, outcome.Problem);
            }

            foreach (string note in follower is null ? [] : await follower.FollowAsync(cancellation).ConfigureAwait(false))
            {
                WorkersLog.Followed(logger, note);
            }

            return problem;
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            if (e.Message != before)
            {
                WorkersLog.Problem(logger, e.Message);
            }

            return e.Message;
        }
    }
}
