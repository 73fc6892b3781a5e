using System.Collections.Concurrent;
using Hamf.Pipeline.Intake;

namespace Hamf.Adapters.LocalLog;

/// <summary>
/// The event log of one machine: record batches in a SQLite file of its own (docs/adr/0002). Thread-safe; other processes may append and read at the
/// same time, but each group is consumed by one process.
/// </summary>
public sealed class LocalLog : IEventLog, IDisposable
{
    // How soon records of another process are seen; those of this one wake their readers at once.
    private static readonly TimeSpan ForeignPoll = TimeSpan.FromMilliseconds(250);

    private readonly LocalLogOptions _options;
    private readonly TimeProvider _time;
    private readonly LogWriter _writer;
    private readonly Lock _reading = new();
    private readonly LogDatabase _reader;
    private readonly ConcurrentDictionary<string, TopicTail> _tails = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConsumerGroup> _groups = new(StringComparer.Ordinal);

    /// <summary>Opens or creates the log.</summary>
    /// <param name="options">Its settings.</param>
    /// <param name="time">The clock of records and retention.</param>
    /// <param name="neededFrom">
    /// The lowest offset of a topic that somebody outside the log still needs (a sink that keeps its position with its rows, a snapshot that is brought
    /// up to date from it), or <see cref="long.MaxValue"/>. Asked on the writer's thread. Records before it that every group has consumed may go
    /// when they are older than <see cref="LocalLogOptions.Retention"/>, and sooner when the log is full. Null: nobody says, so nothing goes before
    /// its time, and age alone decides about topics without groups.
    /// </param>
    /// <exception cref="ArgumentException">The options cannot be used; the message lists all problems.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public LocalLog(LocalLogOptions options, TimeProvider time, Func<string, long>? neededFrom = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        if (options.Check() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        }

        _options = options;
        _time = time;
        try
        {
            _writer = new LogWriter(options, time, (topic, batch) => Tail(topic).Add(batch), neededFrom);
            _reader = new LogDatabase(options, isWriter: false);
        }
        catch (Microsoft.Data.Sqlite.SqliteException e)
        {
            _writer?.Dispose();
            throw new IOException($"The event log {options.Path} cannot be opened: {e.Message}. Check the folder's owner, or restore the file from a backup.", e);
        }
    }

    /// <inheritdoc/>
    public async Task<long> AppendAsync(string topic, IReadOnlyList<NewRecord> records, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        ArgumentNullException.ThrowIfNull(records);
        if (records.Count == 0)
        {
            return EndOffset(topic);
        }

        IReadOnlyList<RecordBatch> batches = await _writer.WriteAsync(new WriteRequest([(topic, records)], null), cancellation).ConfigureAwait(false);
        return batches[0].BaseOffset;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LogRecord>> ReadAsync(string topic, long offset, int max, TimeSpan wait, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        TopicTail tail = Tail(topic);
        long start = _time.GetTimestamp();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            Task grown = tail.Grown;
            if (Read(topic, tail, offset, max) is { Count: > 0 } records)
            {
                return records;
            }

            TimeSpan left = wait - _time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
            {
                return [];
            }

            await WaitAsync(grown, left < ForeignPoll ? left : ForeignPoll, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task<int> TransformAsync(
        string group, string topic, int max, TimeSpan wait, Func<TransformBatch, TransformResult> transform, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(group);
        ArgumentNullException.ThrowIfNull(transform);
        ArgumentException.ThrowIfNullOrEmpty(topic);
        ConsumerGroup consumer = Group(group);
        while (true)
        {
            long from = Committed(group, topic);
            IReadOnlyList<LogRecord> records = await ReadAsync(topic, from, max, wait, cancellation).ConfigureAwait(false);
            if (records.Count == 0)
            {
                return 0;
            }

            await consumer.Turn.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                // Another caller of this process may have consumed them while this one waited.
                if (Committed(group, topic) == from)
                {
                    await TransformAsync(consumer, group, topic, from, records, transform, cancellation).ConfigureAwait(false);
                    return records.Count;
                }
            }
            finally
            {
                consumer.Turn.Release();
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, RememberedKey> Known(string group, IReadOnlyCollection<string> eventIds)
    {
        lock (_reading)
        {
            return Group(group).Memory.Find(eventIds, _reader.Keys);
        }
    }

    /// <inheritdoc/>
    public long Committed(string group, string topic)
    {
        lock (_reading)
        {
            return _reader.Committed(group, topic);
        }
    }

    /// <inheritdoc/>
    public long EndOffset(string topic)
    {
        lock (_reading)
        {
            return _reader.EndOffset(topic);
        }
    }

    /// <inheritdoc/>
    public long StartOffset(string topic)
    {
        lock (_reading)
        {
            return _reader.StartOffset(topic);
        }
    }

    /// <summary>Limits the file to so many pages, as a full disk would; 0 lifts the limit. For tests, while nothing is written.</summary>
    internal void LimitPages(long count) => _writer.LimitPages(count);

    /// <summary>Writes what waits to be written and closes the log.</summary>
    public void Dispose()
    {
        _writer.Dispose();
        lock (_reading)
        {
            _reader.Dispose();
        }
    }

    private async Task TransformAsync(
        ConsumerGroup consumer, string group, string topic, long from, IReadOnlyList<LogRecord> records,
        Func<TransformBatch, TransformResult> transform, CancellationToken cancellation)
    {
        TransformResult result = transform(new TransformBatch(records, ids => Known(group, ids)));
        var appends = result.Outputs
            .GroupBy(o => o.Topic, o => o.Record, StringComparer.Ordinal)
            .Select(g => (g.Key, (IReadOnlyList<NewRecord>)[.. g]))
            .ToArray();
        KeyEntry[] keys = [.. result.NewKeys.Select(k => KeyEntry.Of(k.EventId, k.Remembered))];
        var consumed = new ConsumedRecords(group, topic, from, records[^1].Offset + 1, consumer.Memory, keys);
        await _writer.WriteAsync(new WriteRequest(appends, consumed), cancellation).ConfigureAwait(false);
    }

    private List<LogRecord> Read(string topic, TopicTail tail, long offset, int max)
    {
        if (tail.Read(offset, max) is { } fromMemory)
        {
            return fromMemory;
        }

        var records = new List<LogRecord>();
        lock (_reading)
        {
            while (records.Count < max && _reader.ReadBatch(topic, offset) is { } batch)
            {
                ReadOnlySpan<LogRecord> found = batch.From(offset);
                records.AddRange(found[..Math.Min(found.Length, max - records.Count)]);
                offset = batch.EndOffset;
            }
        }

        return records;
    }

    private async Task WaitAsync(Task grown, TimeSpan atMost, CancellationToken cancellation)
    {
        try
        {
            await grown.WaitAsync(atMost, _time, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Then the file is asked, for records of another process.
        }
    }

    private TopicTail Tail(string topic) => _tails.GetOrAdd(topic, _ => new TopicTail(_options.TailBytes));

    private ConsumerGroup Group(string group) => _groups.GetOrAdd(group, name => new ConsumerGroup(new KeyMemory(name), new SemaphoreSlim(1)));

    /// <summary>What is held of a group: its keys, and whose turn it is to consume for it.</summary>
    private sealed record ConsumerGroup(KeyMemory Memory, SemaphoreSlim Turn);
}
