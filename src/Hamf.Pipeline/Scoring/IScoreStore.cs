namespace Hamf.Pipeline.Scoring;

/// <summary>Keeps scored events (<c>scores</c>), one row per event id. Thread-safe.</summary>
public interface IScoreStore
{
    /// <summary>The offset of the next record of the topic that this store has not taken; 0 at first.</summary>
    long PositionOf(string topic);

    /// <summary>Inserts events that are not there yet and moves the position, in one transaction.</summary>
    /// <returns>How many were new.</returns>
    int Save(string topic, long nextOffset, IReadOnlyList<ScoredEvent> events);

    /// <summary>The scored event of that id, or null.</summary>
    ScoredEvent? Find(string eventId);

    /// <summary>Scored events of a detector with event time in [from, to), oldest first, streamed.</summary>
    IEnumerable<ScoredEvent> Query(string detector, long fromMs, long toMs);

    /// <summary>Number of stored events.</summary>
    long Count();
}
