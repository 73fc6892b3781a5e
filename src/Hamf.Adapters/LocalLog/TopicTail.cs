using Hamf.Pipeline.Intake;

namespace Hamf.Adapters.LocalLog;

/// <summary>
/// The newest batches of a topic in memory, and a signal for those who wait for the next: followers seldom touch the disk. Thread-safe.
/// </summary>
internal sealed class TopicTail(long maxBytes)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<RecordBatch> _batches = [];
    private TaskCompletionSource _grown = NewSignal();
    private long _bytes;

    /// <summary>The offset that the next record will get, as far as this process knows.</summary>
    public long EndOffset { get; private set; }

    /// <summary>Completes when the topic grows after this is read.</summary>
    public Task Grown
    {
        get
        {
            lock (_gate)
            {
                return _grown.Task;
            }
        }
    }

    /// <summary>Takes in a batch that has been committed.</summary>
    public void Add(RecordBatch batch)
    {
        lock (_gate)
        {
            // Another process has written in between: what is held is no longer an unbroken tail.
            if (_batches.Last is { } last && last.Value.EndOffset != batch.BaseOffset)
            {
                _batches.Clear();
                _bytes = 0;
            }

            _batches.AddLast(batch);
            _bytes += batch.Blob.Length;
            while (_bytes > maxBytes && _batches.Count > 1)
            {
                _bytes -= _batches.First!.Value.Blob.Length;
                _batches.RemoveFirst();
            }

            MoveEnd(batch.EndOffset);
        }
    }


    /// <summary>Copies records from an offset on, if the tail reaches back that far.</summary>
    /// <returns>Null when it does not.</returns>
    public List<LogRecord>? Read(long offset, int max)
    {
        lock (_gate)
        {
            if (_batches.First is not { } first || offset < first.Value.BaseOffset || offset >= _batches.Last!.Value.EndOffset)
            {
                return null;
            }

            var records = new List<LogRecord>(max);
            for (LinkedListNode<RecordBatch>? node = StartNode(offset); node is not null && records.Count < max; node = node.Next)
            {
                ReadOnlySpan<LogRecord> found = node.Value.From(offset);
                records.AddRange(found[..Math.Min(found.Length, max - records.Count)]);
            }

            return records;
        }
    }

    // Followers are near the end, so the search begins there.
    private LinkedListNode<RecordBatch> StartNode(long offset)
    {
        LinkedListNode<RecordBatch> node = _batches.Last!;
        while (node.Value.BaseOffset > offset)
        {
            node = node.Previous!;
        }

        return node;
    }

    private void MoveEnd(long endOffset)
    {
        if (endOffset > EndOffset)
        {
            EndOffset = endOffset;
            TaskCompletionSource grown = _grown;
            _grown = NewSignal();
            grown.SetResult();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
