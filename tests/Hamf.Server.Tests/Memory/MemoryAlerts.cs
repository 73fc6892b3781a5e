using Hamf.Pipeline.Alerts;

namespace Hamf.Server.Tests.Memory;

internal sealed class MemoryAlerts : IAlertStore
{
    private readonly Lock _gate = new();
    private readonly List<Alert> _alerts = [];

    public long PositionOf(string topic) => 0;

    public IReadOnlyList<Alert> Save(string topic, long nextOffset, IReadOnlyList<Alert> alerts, IReadOnlyList<string> channels)
    {
        lock (_gate)
        {
            List<Alert> added = [];
            foreach (Alert alert in alerts.Where(a => _alerts.All(b => b.EventId != a.EventId)))
            {
                Alert numbered = alert with { AlertId = _alerts.Count + 1 };
                _alerts.Add(numbered);
                added.Add(numbered);
            }

            return added;
        }
    }

    public IReadOnlyList<Alert> List(string? detector, long? beforeId, int max)
    {
        lock (_gate)
        {
            return [.. _alerts.Where(a => (detector is null || a.Detector == detector) && (beforeId is null || a.AlertId < beforeId))
                .OrderByDescending(a => a.AlertId).Take(max)];
        }
    }

    public long Count()
    {
        lock (_gate)
        {
            return _alerts.Count;
        }
    }

    public IReadOnlyList<OutboxMessage> Due(string channel, DateTimeOffset now, int max) => [];

    public void MarkDelivered(long messageId, DateTimeOffset at)
    {
    }

    public void MarkFailed(long messageId, string error, DateTimeOffset? nextAttempt)
    {
    }

    public IReadOnlyList<OutboxState> OutboxStates() => [new OutboxState("log", 2, 1)];
}
