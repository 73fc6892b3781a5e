using Hamf.Pipeline.Scoring;

namespace Hamf.Server.Tests.Memory;

internal sealed class MemoryScores : IScoreStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ScoredEvent> _events = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _positions = new(StringComparer.Ordinal);

    public long PositionOf(string topic)
    {
        lock (_gate)
        {
            return _positions.GetValueOrDefault(topic);
        }
    }

    public int Save(string topic, long nextOffset, IReadOnlyList<ScoredEvent> events)
    {
        lock (_gate)
        {
            _positions[topic] = nextOffset;
            return events.Count(e => _events.TryAdd(e.EventId, e));
        }
    }

    public ScoredEvent? Find(string eventId)
    {
        lock (_gate)
        {
            return _events.GetValueOrDefault(eventId);
        }
    }

    public IEnumerable<ScoredEvent> Query(string detector, long fromMs, long toMs)
    {
        lock (_gate)
        {
            return [.. _events.Values.Where(e => e.Detector == detector && e.TimeMs >= fromMs && e.TimeMs < toMs).OrderBy(e => e.TimeMs)];
        }
    }

    public long Count()
    {
        lock (_gate)
        {
            return _events.Count;
        }
    }
}
