using Hamf.Pipeline.Registry.External;

namespace Hamf.Pipeline.Flows.External;

/// <summary>
/// Brings what Hamf has recorded to an external server: runs, then their versions, then where aliases point. Hamf's own registry is what counts;
/// the server gets a copy, and may be down at any time. Every step can be repeated, so a pass that was cut off anywhere is simply made again.
/// Thread-safe, and several processes may work on the same rows.
/// </summary>
public sealed class Mirror(MirrorParts parts)
{
    // Longer than any one delivery should take; a process that was killed keeps a row for so long.
    private static readonly TimeSpan ClaimTime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private readonly RunDelivery _runs = new(parts);
    private readonly VersionDelivery _versions = new(parts);

    private string Server => parts.Server.Server;

    private IDeliveryStore Deliveries => parts.Deliveries;

    /// <summary>Delivers what waits.</summary>
    /// <param name="isHurried">Whether what has failed lately is tried again at once.</param>
    /// <param name="cancellation">Stops; what was not delivered waits.</param>
    public async Task<MirrorOutcome> DeliverAsync(bool isHurried, CancellationToken cancellation)
    {
        int delivered = 0;
        string? problem = null;
        bool isServerUp = true;

        // Each kind is collected when those before it are through: a version can only follow its run.
        foreach (DeliveryKind kind in Enum.GetValues<DeliveryKind>())
        {
            _versions.Collect(kind);
            foreach (Delivery delivery in Deliveries.Waiting(Server, isHurried ? null : parts.Time.GetUtcNow()).Where(d => d.Kind == kind && isServerUp))
            {
                try
                {
                    delivered += await DeliverOneAsync(delivery, cancellation).ConfigureAwait(false) ? 1 : 0;
                }
                catch (TrackingException e)
                {
                    problem = e.Message;
                    isServerUp = !e.IsTransient && e.Error != TrackingError.Unauthorized;
                    Deliveries.MarkFailed(Server, delivery.Kind, delivery.Subject, e.Message, parts.Time.GetUtcNow() + PauseAfter(delivery.Attempts));
                }
            }
        }

        return new MirrorOutcome(Server, delivered, Deliveries.Waiting(Server, null).Count, problem);
    }

    private static TimeSpan PauseAfter(int failures) =>
        TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, 5 * Math.Pow(2, Math.Min(failures, 20))));

    private async Task<bool> DeliverOneAsync(Delivery delivery, CancellationToken cancellation)
    {
        if (!Deliveries.Claim(Server, delivery.Kind, delivery.Subject, parts.Time.GetUtcNow() + ClaimTime))
        {
            return false;
        }

        try
        {
            string? remoteId = delivery.Kind switch
            {
                DeliveryKind.Run => await _runs.DeliverAsync(delivery, cancellation).ConfigureAwait(false),
                DeliveryKind.Version => await _versions.DeliverVersionAsync(delivery, cancellation).ConfigureAwait(false),
                _ => await _versions.DeliverAliasAsync(delivery, cancellation).ConfigureAwait(false),
            };
            if (remoteId is not null)
            {
                Deliveries.MarkDelivered(Server, delivery.Kind, delivery.Subject, remoteId);
            }

            return remoteId is not null;
        }
        finally
        {
            Deliveries.Release(Server, delivery.Kind, delivery.Subject);
        }
    }
}
