using Hamf.Adapters.Relational;
using Hamf.Pipeline.Intake;
using Microsoft.Data.Sqlite;

namespace Hamf.Adapters.LocalLog;

/// <summary>
/// The only one who writes to the log: a thread that commits everything that waits in one transaction, so that many small appends cost about as much
/// as one. Requests are bounded in number; who comes when it is full waits.
/// </summary>
internal sealed class LogWriter : IDisposable
{
    private const int MaxWaiting = 256;

    private readonly LocalLogOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<string, RecordBatch> _committed;
    private readonly Func<string, long>? _neededFrom;
    private readonly LogDatabase _database;
    private readonly Queue<WriteRequest> _waiting = [];
    private readonly SemaphoreSlim _room = new(MaxWaiting);
    private readonly SemaphoreSlim _work = new(0);
    private readonly Thread _thread;
    private DateTimeOffset _lastRetention;
    private volatile bool _stopping;

    /// <param name="options">The log's settings.</param>
    /// <param name="time">The clock.</param>
    /// <param name="committed">Told every batch once it is durable, in order.</param>
    /// <param name="neededFrom">The lowest offset of a topic that is needed outside the log; null when nobody says.</param>
    public LogWriter(LocalLogOptions options, TimeProvider time, Action<string, RecordBatch> committed, Func<string, long>? neededFrom)
    {
        _options = options;
        _time = time;
        _committed = committed;
        _neededFrom = neededFrom;
        _database = new LogDatabase(options, isWriter: true);
        _lastRetention = DateTimeOffset.MinValue;
        _thread = new Thread(Run) { IsBackground = true, Name = "event log writer" };
        _thread.Start();
    }

    /// <summary>Writes a request; it is durable when the task ends.</summary>
    public async Task<IReadOnlyList<RecordBatch>> WriteAsync(WriteRequest request, CancellationToken cancellation)
    {
        await _room.WaitAsync(cancellation).ConfigureAwait(false);
        lock (_waiting)
        {
            ObjectDisposedException.ThrowIf(_stopping, typeof(LocalLog));
            _waiting.Enqueue(request);
        }

        _work.Release();
        return await request.Done.Task.ConfigureAwait(false);
    }

    /// <summary>Limits the file to so many pages, as a full disk would. For tests, while nothing is written.</summary>
    internal void LimitPages(long count) => _database.LimitPages(count);

    /// <summary>Writes what waits, then ends.</summary>
    public void Dispose()
    {
        lock (_waiting)
        {
            _stopping = true;
        }

        _work.Release();
        _thread.Join();
        _database.Dispose();
        _room.Dispose();
        _work.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            _work.Wait(_options.RetentionInterval);
            List<WriteRequest> requests = TakeAll();
            if (requests.Count > 0)
            {
                Commit(requests);
            }
            else if (_stopping)
            {
                return;
            }

            ApplyRetention();
        }
    }

    private List<WriteRequest> TakeAll()
    {
        lock (_waiting)
        {
            List<WriteRequest> all = [.. _waiting];
            _waiting.Clear();
            if (all.Count > 0)
            {
                _room.Release(all.Count);
            }

            return all;
        }
    }

    private void Commit(List<WriteRequest> requests)
    {
        try
        {
            foreach ((WriteRequest request, List<RecordBatch> batches) in CommitTogether(requests))
            {
                request.Done.SetResult(batches);
            }
        }
        catch (Exception e) when (requests.Count > 1 && e is not OutOfMemoryException)
        {
            // One of them is at fault; alone, the others succeed.
            foreach (WriteRequest request in requests)
            {
                Commit([request]);
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            requests[0].Done.SetException(Explain(e));
        }
    }

    private List<(WriteRequest Request, List<RecordBatch> Batches)> CommitTogether(List<WriteRequest> requests)
    {
        var written = new List<(WriteRequest, List<RecordBatch>)>(requests.Count);
        var afterCommit = new List<Action>();
        RequireRoom(requests);
        using (SqliteWork work = _database.Begin())
        {
            long now = _time.GetUtcNow().ToUnixTimeMilliseconds();
            foreach (WriteRequest request in requests)
            {
                written.Add((request, Write(work.Transaction, request, now, afterCommit)));
            }

            work.Commit();
        }

        afterCommit.ForEach(action => action());
        foreach ((WriteRequest request, List<RecordBatch> batches) in written)
        {
            for (int i = 0; i < batches.Count; i++)
            {
                _committed(request.Appends[i].Topic, batches[i]);
            }
        }

        return written;
    }

    private List<RecordBatch> Write(SqliteTransaction transaction, WriteRequest request, long now, List<Action> afterCommit)
    {
        if (request.Consumed is { } consumed)
        {
            _database.Move(transaction, consumed.Group, consumed.Topic, consumed.From, consumed.To);
            if (consumed.NewKeys.Length > 0)
            {
                afterCommit.Add(consumed.Memory.Write(transaction, _database.Keys, consumed.NewKeys));
            }
        }

        return [.. request.Appends.Select(a => _database.Append(transaction, a.Topic, a.Records, now))];
    }

    // What moves records on may use the last eighth, which appends from outside may not: else a log full of events could never be worked off.
    private void RequireRoom(List<WriteRequest> requests)
    {
        long more = requests.Sum(r => r.Size);
        long limit = requests.All(r => r.Consumed is not null) ? _options.MaxBytes : _options.MaxBytes - (_options.MaxBytes / 8);
        long missing = _database.UsedBytes + more - limit;
        if (more == 0 || missing <= 0)
        {
            return;
        }

        // A thirty-second more than is missing, so that this is not done for every append.
        if (_neededFrom is not null)
        {
            _database.MakeRoom(missing + (_options.MaxBytes / 32), _neededFrom);
        }

        if (_database.UsedBytes + more > limit)
        {
            throw new EventLogFullException(
                $"The event log {_options.Path} has reached its limit of {_options.MaxBytes >> 20} MiB. Nothing was appended. It takes more when consumers "
                + "have caught up and old records have gone (stream: retention), or with a higher stream: max_log.");
        }
    }

    private Exception Explain(Exception e) => e switch
    {
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_FULL } => new EventLogFullException(
            $"There is no room to write to {_options.Path}: the disk is full. Nothing was appended; free some space and it goes on.", e),
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_IOERR } => new EventLogFullException(
            $"Writing to {_options.Path} failed ({e.Message}): the disk is full or broken. Nothing was appended.", e),
        SqliteException => new IOException($"The event log {_options.Path} could not be written: {e.Message}.", e),
        _ => e,
    };

    private void ApplyRetention()
    {
        DateTimeOffset now = _time.GetUtcNow();
        if (now - _lastRetention < _options.RetentionInterval)
        {
            return;
        }

        _lastRetention = now;
        try
        {
            _database.RemoveOld((now - _options.Retention).ToUnixTimeMilliseconds(), _neededFrom ?? (_ => long.MaxValue));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The disk, or whoever says what is needed, may be at fault; this thread must live on. Old records stay until the next time; what is refused meanwhile says that the log is full.
        }
    }
}

/// <summary>What is to be written in one transaction.</summary>
/// <param name="Appends">Records per topic, in order.</param>
/// <param name="Consumed">What a group has consumed, or null.</param>
internal sealed record WriteRequest(IReadOnlyList<(string Topic, IReadOnlyList<NewRecord> Records)> Appends, ConsumedRecords? Consumed)
{
    /// <summary>Completes when it is durable, with one batch per append.</summary>
    public TaskCompletionSource<IReadOnlyList<RecordBatch>> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>About how many bytes it adds.</summary>
    public long Size { get; } = Appends.Sum(a => a.Records.Sum(record => (long)record.Key.Length + record.Value.Length))
        + ((Consumed?.NewKeys.Length ?? 0) * (long)KeyEntry.Size);
}

/// <summary>What a group has consumed.</summary>
internal sealed record ConsumedRecords(string Group, string Topic, long From, long To, KeyMemory Memory, KeyEntry[] NewKeys);
