using Hamf.Pipeline.Intake;

namespace Hamf.Server.Tests.Memory;

/// <summary>An event log that lives as long as its test.</summary>
internal sealed class MemoryLog : IEventLog
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<LogRecord>> _topics = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string), long> _committed = [];
    private readonly Dictionary<(string, string), RememberedKey> _known = [];

    /// <summary>When set, appending fails as on a full disk.</summary>
    public bool IsFull { get; set; }

    public IReadOnlyList<LogRecord> Records(string topic)
    {
        lock (_gate)
        {
            return [.. Topic(topic)];
        }
    }

    public Task<long> AppendAsync(string topic, IReadOnlyList<NewRecord> records, CancellationToken cancellation)
    {
        if (IsFull)
        {
            throw new EventLogFullException("The event log has reached its size limit of 8 GiB; remove old records or raise stream: max_log.");
        }

        lock (_gate)
        {
            return Task.FromResult(Append(topic, records));
        }
    }

    public async Task<IReadOnlyList<LogRecord>> ReadAsync(
        string topic, long offset, int max, TimeSpan wait, CancellationToken cancellation)
    {
        await WaitAsync(topic, offset, wait, cancellation);
        lock (_gate)
        {
            return [.. Topic(topic).Skip((int)offset).Take(max)];
        }
    }

    public async Task<int> TransformAsync(
        string group, string topic, int max, TimeSpan wait, Func<TransformBatch, TransformResult> transform, CancellationToken cancellation)
    {
        await WaitAsync(topic, Committed(group, topic), wait, cancellation);
        lock (_gate)
        {
            long from = Committed(group, topic);
            List<LogRecord> records = [.. Topic(topic).Skip((int)from).Take(max)];
            if (records.Count > 0)
            {
                TransformResult result = transform(new TransformBatch(records, ids => Known(group, ids)));
                foreach ((string to, NewRecord record) in result.Outputs)
                {
                    Append(to, [record]);
                }

                foreach ((string id, RememberedKey remembered) in result.NewKeys)
                {
                    _known[(group, id)] = remembered;
                }

                _committed[(group, topic)] = from + records.Count;
            }

            return records.Count;
        }
    }

    public IReadOnlyDictionary<string, RememberedKey> Known(string group, IReadOnlyCollection<string> eventIds)
    {
        lock (_gate)
        {
            return eventIds.Distinct().Where(id => _known.ContainsKey((group, id))).ToDictionary(id => id, id => _known[(group, id)]);
        }
    }

    public long Committed(string group, string topic)
    {
        lock (_gate)
        {
            return _committed.GetValueOrDefault((group, topic));
        }
    }

    public long EndOffset(string topic)
    {
        lock (_gate)
        {
            return Topic(topic).Count;
        }
    }

    public long StartOffset(string topic) => 0;

    private async Task WaitAsync(string topic, long offset, TimeSpan wait, CancellationToken cancellation)
    {
        if (wait > TimeSpan.Zero && EndOffset(topic) <= offset)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(10, wait.TotalMilliseconds)), cancellation);
        }
    }

    private long Append(string topic, IReadOnlyList<NewRecord> records)
    {
        List<LogRecord> target = Topic(topic);
        long first = target.Count;
        foreach (NewRecord record in records)
        {
            target.Add(new LogRecord(target.Count, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), record.Key.ToArray(), record.Value.ToArray()));
        }

        return first;
    }

    private List<LogRecord> Topic(string topic)
    {
        if (!_topics.TryGetValue(topic, out List<LogRecord>? records))
        {
            _topics.Add(topic, records = []);
        }

        return records;
    }
}
