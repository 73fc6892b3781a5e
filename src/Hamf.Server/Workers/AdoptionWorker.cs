using Hamf.Pipeline.Flows.Importing;
using Hamf.Pipeline.Registry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hamf.Server.Workers;

/// <summary>
/// Looks for versions that MLflow clients have registered and nobody has tried to read yet, and adopts them one after the other. A store that does
/// not answer is asked again later.
/// </summary>
public sealed class AdoptionWorker(IRegistryStore registry, AdoptFlow adopt, TimeProvider time, ILogger<AdoptionWorker> logger) : BackgroundService
{
    private const int BatchMax = 20;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                TimeSpan pause = await AdoptNewAsync(stoppingToken).ConfigureAwait(false) ? Interval : AfterFailure;
                await Task.Delay(pause, time, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // This is how it is stopped.
        }
    }

    /// <summary>Tries every version once: those whose files cannot be reached now do not keep the others waiting.</summary>
    /// <returns>Whether all of them could be tried.</returns>
    internal async Task<bool> AdoptNewAsync(CancellationToken cancellation)
    {
        bool isWell = true;
        try
        {
            IReadOnlyList<UnadoptedVersion> batch = registry.Unadopted(0, BatchMax);
            while (batch.Count > 0)
            {
                foreach (UnadoptedVersion version in batch)
                {
                    isWell &= await AdoptAsync(version.Name, version.Version, cancellation).ConfigureAwait(false);
                }

                batch = registry.Unadopted(batch[^1].Id, BatchMax);
            }
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            WorkersLog.AdoptionFailed(logger, "registered versions", e);
            return false;
        }

        return isWell;
    }

    private async Task<bool> AdoptAsync(string name, int version, CancellationToken cancellation)
    {
        try
        {
            if (await adopt.AdoptAsync(name, version, cancellation).ConfigureAwait(false) is { } why)
            {
                WorkersLog.NotAdopted(logger, name, version, why);
            }
            else
            {
                WorkersLog.Adopted(logger, name, version);
            }

            return true;
        }
        catch (RegistryException)
        {
            // Deleted while it was read: the next look does not find it.
            return true;
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            WorkersLog.AdoptionFailed(logger, $"{name}/{version}", e);
            return false;
        }
    }
}
