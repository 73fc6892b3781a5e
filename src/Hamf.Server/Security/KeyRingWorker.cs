using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hamf.Server.Security;

/// <summary>Keeps the key ring up to date, and notes the use of keys once a minute.</summary>
internal sealed class KeyRingWorker(KeyRing ring, TimeProvider time, ILogger<KeyRingWorker> logger) : BackgroundService
{
    private const int RoundsPerSave = 60;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private string _problem = "";

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        Try(ring.SaveUse);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using PeriodicTimer timer = new(Interval, time);
        try
        {
            for (int round = 1; await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false); round++)
            {
                Try(ring.Reload);
                if (round % RoundsPerSave == 0)
                {
                    Try(ring.SaveUse);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // This is how it is stopped.
        }
    }

    // The same problem comes back at every look; it is told when it is new.
    private void Try(Action work)
    {
        try
        {
            work();
            _problem = "";
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            if (_problem != e.Message)
            {
                _problem = e.Message;
                ServerLog.KeysUnreadable(logger, e.Message);
            }
        }
    }
}
