using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>
/// Streams a data file into a detector's event topic, at full speed or at a given rate. It can be cut off at any row and go on from there; rows
/// that are appended twice all the same are skipped by the score stage, because they carry the same id. Thread-safe.
/// </summary>
public sealed class FileIngest
{
    private readonly IEventLog _log;
    private readonly StageCounters _counters;
    private readonly TimeProvider _time;

    /// <summary>Ingestion into a log.</summary>
    public FileIngest(IEventLog log, StreamMonitor monitor, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(monitor);
        _log = log;
        _time = time;
        _counters = monitor.Of(StageNames.Ingest, "file");
    }

    /// <summary>Appends the file's rows.</summary>
    /// <param name="detector">The detector; its champion's schema says which cells are numbers.</param>
    /// <param name="path">CSV or JSON lines, gzip or not.</param>
    /// <param name="options">From where, how many, how fast.</param>
    /// <param name="progress">Told, after each batch that is on disk, how many rows of the file are done; or null.</param>
    /// <param name="cancellation">Stops after the batch at hand.</param>
    /// <exception cref="RowFileException">The file cannot be read.</exception>
    /// <exception cref="EventLogFullException">The log takes no more; go on later from the row last reported.</exception>
    public async Task<FileIngestResult> RunAsync(
        LiveDetector detector, string path, FileIngestOptions options, IProgress<long>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(options);
        string topic = detector.Served.Topics.Events;
        using FileEvents file = FileEvents.Open(path, detector.Schema);
        JsonBytes bytes = new();
        long row = Skip(file, bytes, options.SkipRows);
        long end = options.MaxRows is { } max ? row + max : long.MaxValue;
        long started = _time.GetTimestamp();
        long first = row;
        _counters.State = StageCounters.Running;
        try
        {
            while (row < end && !cancellation.IsCancellationRequested)
            {
                int count = (int)Math.Min(BatchRows(options), end - row);
                List<NewRecord> batch = Take(file, bytes, count);
                if (batch.Count == 0)
                {
                    break;
                }

                await _log.AppendAsync(topic, batch, cancellation).ConfigureAwait(false);
                row += batch.Count;
                _counters.Add(batch.Count, 0, 0);
                progress?.Report(row);
                await PaceAsync(options, row - first, started, cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The result says how far it came.
        }
        finally
        {
            _counters.State = StageCounters.Stopped;
        }

        _counters.Add(0, file.BrokenCount, 0);
        return new FileIngestResult(row - first, row, file.BrokenCount);
    }

    // At a low rate small batches keep events coming evenly, ten times a second.
    private static int BatchRows(FileIngestOptions options) =>
        options.EventsPerSecond is { } rate ? Math.Clamp((int)(rate / 10), 1, options.BatchRows) : options.BatchRows;

    private static long Skip(FileEvents file, JsonBytes bytes, long rows)
    {
        long row = 0;
        while (row < rows && file.TryNext(bytes))
        {
            bytes.Clear();
            row++;
        }

        return row;
    }

    private static List<NewRecord> Take(FileEvents file, JsonBytes bytes, int count)
    {
        List<int> ends = new(count);
        bytes.Clear();
        while (ends.Count < count && file.TryNext(bytes))
        {
            ends.Add(bytes.Length);
        }

        List<NewRecord> batch = new(ends.Count);
        int start = 0;
        foreach (int end in ends)
        {
            batch.Add(new NewRecord(default, bytes.Slice(start, end - start)));
            start = end;
        }

        return batch;
    }

    private async Task PaceAsync(FileIngestOptions options, long done, long started, CancellationToken cancellation)
    {
        if (options.EventsPerSecond is { } rate)
        {
            TimeSpan ahead = TimeSpan.FromSeconds(done / rate) - _time.GetElapsedTime(started);
            if (ahead > TimeSpan.Zero)
            {
                await Task.Delay(ahead, _time, cancellation).ConfigureAwait(false);
            }
        }
    }
}

/// <summary>How a file is ingested.</summary>
public sealed record FileIngestOptions
{
    /// <summary>Rows to pass over: those that an earlier run has done. <value>0</value></summary>
    public long SkipRows { get; init; }

    /// <summary>Most rows to append, or null for all. <value>null</value></summary>
    public long? MaxRows { get; init; }

    /// <summary>Most rows of one append. <value>1,000</value></summary>
    public int BatchRows { get; init; } = 1_000;

    /// <summary>Rows per second, or null for as fast as the log takes them. <value>null</value></summary>
    public double? EventsPerSecond { get; init; }
}

/// <summary>How far a file was ingested.</summary>
/// <param name="Appended">Rows appended by this run.</param>
/// <param name="NextRow">Rows of the file that are done: what the next run skips.</param>
/// <param name="Broken">Rows that could not be split into cells; they are not appended and not counted as rows.</param>
public sealed record FileIngestResult(long Appended, long NextRow, long Broken);
