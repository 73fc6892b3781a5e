namespace Hamf.Pipeline.Intake;

/// <summary>
/// A durable log of topics with consumer groups. Thread-safe. One unit of work, <see cref="TransformAsync"/>, moves records from
/// topic to topic exactly once; a sink reads with <see cref="ReadAsync"/> and keeps its position with its own rows.
/// </summary>
public interface IEventLog
{
    /// <summary>Appends records; they are on disk when the task ends. Concurrent appends share one commit.</summary>
    /// <returns>Offset of the first record; the rest follow without gaps.</returns>
    /// <exception cref="EventLogFullException">The log has reached its size limit, or the disk is full.</exception>
    Task<long> AppendAsync(string topic, IReadOnlyList<NewRecord> records, CancellationToken cancellation);

    /// <summary>Reads up to <paramref name="max"/> records from <paramref name="offset"/> on; waits until there is one or the wait is over.</summary>
    /// <returns>The records in offset order; empty when the wait is over. Starts later than asked where retention removed records.</returns>
    Task<IReadOnlyList<LogRecord>> ReadAsync(string topic, long offset, int max, TimeSpan wait, CancellationToken cancellation);

    /// <summary>
    /// Reads the group's next records, runs <paramref name="transform"/> on them, then appends its outputs, remembers its new keys and
    /// moves the group's position in one transaction. If the transform throws, nothing has happened.
    /// </summary>
    /// <returns>How many records were consumed; 0 when the wait is over.</returns>
    Task<int> TransformAsync(
        string group, string topic, int max, TimeSpan wait, Func<TransformBatch, TransformResult> transform, CancellationToken cancellation);

    /// <summary>
    /// Looks up event ids that the group has remembered, outside a transform: replay uses it to tell accepted records from repeats.
    /// Keys are held at least as long as the records they name.
    /// </summary>
    IReadOnlyDictionary<string, RememberedKey> Known(string group, IReadOnlyCollection<string> eventIds);

    /// <summary>The next offset the group will consume; 0 at first.</summary>
    long Committed(string group, string topic);

    /// <summary>The offset that the next appended record will get: also the number of records ever appended.</summary>
    long EndOffset(string topic);

    /// <summary>The lowest offset still held.</summary>
    long StartOffset(string topic);
}

/// <summary>A record to append.</summary>
/// <param name="Key">Partition key (the entity), or empty.</param>
/// <param name="Value">The payload, UTF-8 JSON for all topics of Hamf.</param>
public readonly record struct NewRecord(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value);

/// <summary>A record as read.</summary>
/// <param name="Offset">Its position, from 0, without gaps.</param>
/// <param name="TimestampMs">When it was appended, Unix milliseconds.</param>
/// <param name="Key">Its partition key.</param>
/// <param name="Value">Its payload.</param>
public readonly record struct LogRecord(long Offset, long TimestampMs, ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value);

/// <summary>What a transform gets.</summary>
/// <param name="Records">The records, in offset order.</param>
/// <param name="Known">Looks up event ids that the group has remembered: id to what was remembered with it.</param>
public sealed record TransformBatch(
    IReadOnlyList<LogRecord> Records,
    Func<IReadOnlyCollection<string>, IReadOnlyDictionary<string, RememberedKey>> Known);

/// <summary>What a transform gives back.</summary>
/// <param name="Outputs">Records to append, with their topics, in order.</param>
/// <param name="NewKeys">Event ids to remember for the group.</param>
public sealed record TransformResult(
    IReadOnlyList<(string Topic, NewRecord Record)> Outputs,
    IReadOnlyList<(string EventId, RememberedKey Remembered)> NewKeys);

/// <summary>What is remembered of an event id: where it was first seen and a digest of its payload.</summary>
/// <param name="Offset">Offset of the record that was accepted under this id.</param>
/// <param name="PayloadDigest">64-bit digest of that payload.</param>
public readonly record struct RememberedKey(long Offset, ulong PayloadDigest);

/// <summary>The log cannot take more: its size limit is reached or the disk is full. It heals when there is room.</summary>
public sealed class EventLogFullException(string message, Exception? inner = null) : Exception(message, inner);
