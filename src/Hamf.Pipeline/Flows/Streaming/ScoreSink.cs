using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>Stores each scored event once. One owner.</summary>
internal sealed class ScoreSink(IScoreStore store) : ITopicConsumer
{
    private readonly List<ScoredEvent> _events = [];

    /// <inheritdoc/>
    public long PositionOf(string topic) => store.PositionOf(topic);

    /// <inheritdoc/>
    public ConsumedBatch Store(string topic, IReadOnlyList<LogRecord> records, int from)
    {
        // What is not a scored event was put there by somebody else; it is counted and stays in the topic.
        int rejected = 0;
        _events.Clear();
        for (int i = from; i < records.Count; i++)
        {
            if (ScoredEventReader.TryRead(records[i].Value) is { } scored)
            {
                _events.Add(scored);
            }
            else
            {
                rejected++;
            }
        }

        int stored = store.Save(topic, records[^1].Offset + 1, _events);
        return new ConsumedBatch(records.Count, stored, rejected, _events.Count - stored);
    }
}
