using Hamf.Pipeline.Intake;

namespace Hamf.Pipeline.Tests.Streaming;

/// <summary>When a transform of <see cref="MemoryLog"/> fails.</summary>
internal enum Failure
{
    None,

    /// <summary>The transaction is lost.</summary>
    BeforeCommit,

    /// <summary>The transaction is there, but its caller is told that it failed.</summary>
    AfterCommit,
}

/// <summary>An event log in memory that survives a "crash" of everything around it and fails on demand.</summary>
internal sealed class MemoryLog(TimeProvider time) : IEventLog
{
    private readonly Dictionary<string, List<LogRecord>> _topics = [];
    private readonly Dictionary<(string, string), long> _groups = [];
    private readonly Dictionary<string, Dictionary<string, RememberedKey>> _keys = [];

    /// <summary>Asked at each commit.</summary>
    public Func<Failure> NextFailure { get; set; } = () => Failure.None;

    public List<LogRecord> Topic(string topic)
    {
        lock (_topics)
        {
            return _topics.TryGetValue(topic, out List<LogRecord>? records) ? records : _topics[topic] = [];
        }
    }

    public string[] Texts(string topic) => Topic(topic).Select(r => System.Text.Encoding.UTF8.GetString(r.Value.Span)).ToArray();

    public Task<long> AppendAsync(string topic, IReadOnlyList<NewRecord> records, CancellationToken cancellation)
    {
        lock (_topics)
        {
            long first = Topic(topic).Count;
            foreach (NewRecord record in records)
            {
                Add(topic, record);
            }

            return Task.FromResult(first);
        }
    }

    public Task<IReadOnlyList<LogRecord>> ReadAsync(string topic, long offset, int max, TimeSpan wait, CancellationToken cancellation)
    {
        lock (_topics)
        {
            return Task.FromResult<IReadOnlyList<LogRecord>>(Slice(Topic(topic), (int)offset, max));
        }
    }

    public Task<int> TransformAsync(
        string group, string topic, int max, TimeSpan wait, Func<TransformBatch, TransformResult> transform, CancellationToken cancellation)
    {
        LogRecord[] records = Slice(Topic(topic), (int)Committed(group, topic), max);
        if (records.Length == 0)
        {
            return Task.FromResult(0);
        }

        TransformResult result = transform(new TransformBatch(records, ids => Known(group, ids)));
        Failure failure = NextFailure();
        if (failure == Failure.BeforeCommit)
        {
            throw new IOException("The commit failed.");
        }

        lock (_topics)
        {
            foreach ((string target, NewRecord record) in result.Outputs)
            {
                Add(target, record);
            }

            foreach ((string id, RememberedKey key) in result.NewKeys)
            {
                KeysOf(group).Add(id, key);
            }

            _groups[(group, topic)] = records[^1].Offset + 1;
        }

        return failure == Failure.AfterCommit ? throw new IOException("The answer to the commit was lost.") : Task.FromResult(records.Length);
    }

    public IReadOnlyDictionary<string, RememberedKey> Known(string group, IReadOnlyCollection<string> eventIds) =>
        eventIds.Distinct().Where(KeysOf(group).ContainsKey).ToDictionary(id => id, id => KeysOf(group)[id]);

    public long Committed(string group, string topic) => _groups.GetValueOrDefault((group, topic));

    public long EndOffset(string topic) => Topic(topic).Count;

    public long StartOffset(string topic) => 0;

    private static LogRecord[] Slice(List<LogRecord> records, int from, int max) =>
        records.GetRange(from, Math.Max(0, Math.Min(max, records.Count - from))).ToArray();

    private Dictionary<string, RememberedKey> KeysOf(string group) =>
        _keys.TryGetValue(group, out Dictionary<string, RememberedKey>? keys) ? keys : _keys[group] = [];

    // Bytes are copied, as a file would hold them: what a stage reuses afterwards must not show.
    private void Add(string topic, NewRecord record) => Topic(topic).Add(new LogRecord(
        Topic(topic).Count, time.GetUtcNow().ToUnixTimeMilliseconds(), record.Key.ToArray(), record.Value.ToArray()));
}
