using System.Runtime.InteropServices;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>
/// Reads a detector's events, scores them with its champion and writes scored events, dead letters and applied labels, all in the
/// transaction that moves its position: nothing is lost or scored twice. What it changed in window state before a commit failed is undone by
/// building the state anew from a snapshot and replay. One owner.
/// </summary>
public sealed class ScoreStage : IStage
{
    private readonly LiveDetector _detector;
    private readonly LiveParts _parts;
    private readonly StreamMonitor _monitor;
    private readonly TimeProvider _time;
    private readonly ScoreStageOptions _options;
    private readonly StreamTopics _topics;
    private readonly StageCounters _counters;
    private readonly LabelIntake _labels;
    private ScoreBatch? _batch;
    private long _sinceSnapshot;
    private long _snapshotAt;

    /// <summary>A stage for the detector's present topics.</summary>
    public ScoreStage(LiveDetector detector, LiveParts parts, StreamMonitor monitor, TimeProvider time, ScoreStageOptions options)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(monitor);
        ArgumentNullException.ThrowIfNull(time);
        _detector = detector;
        _parts = parts;
        _monitor = monitor;
        _time = time;
        _options = options;
        _topics = detector.Served.Topics;
        _labels = new LabelIntake(parts);
        _counters = monitor.Of(Name, Subject);
        _counters.LagFrom(() => parts.Log.EndOffset(_topics.Events) - parts.Log.Committed(_topics.Group, _topics.Events));
        _snapshotAt = time.GetTimestamp();
    }

    /// <inheritdoc/>
    public string Name => StageNames.Score;

    /// <inheritdoc/>
    public string Subject => _topics.Group;

    /// <inheritdoc/>
    public async Task<int> RunOnceAsync(TimeSpan wait, CancellationToken cancellation)
    {
        ServedModel served = await _detector.TakeTurnAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (served.Topics == _topics)
            {
                return await ScoreAsync(served, wait, cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            _detector.EndTurn();
        }

        // A new champion listens elsewhere: another stage takes over, this one will be stopped.
        await Task.Delay(wait, _time, cancellation).ConfigureAwait(false);
        return 0;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellation)
    {
        ServedModel served = await _detector.TakeTurnAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (served.Topics == _topics && _sinceSnapshot > 0)
            {
                SaveSnapshot(served);
            }
        }
        finally
        {
            _detector.EndTurn();
        }
    }

    private async Task<int> ScoreAsync(ServedModel served, TimeSpan wait, CancellationToken cancellation)
    {
        ScoreBatch batch = _batch?.Served == served ? _batch : _batch = new ScoreBatch(served, _time);
        IReadOnlyList<AppliedLabel> labels = await _labels.ReadAsync(served, cancellation).ConfigureAwait(false);
        int count = await _parts.Log.TransformAsync(
            _topics.Group, _topics.Events, _options.BatchRecords, wait, records => batch.Run(records, labels), cancellation).ConfigureAwait(false);
        if (count == 0)
        {
            return 0;
        }

        served.Position = batch.NextOffset;
        served.IsAhead = false;
        _counters.Add(batch.Decisions.Count, batch.RejectedCount, batch.DuplicateCount);
        _monitor.Scored(CollectionsMarshal.AsSpan(batch.AppendedMs), CollectionsMarshal.AsSpan(batch.Decisions));
        _sinceSnapshot += count;
        if (_sinceSnapshot >= _options.SnapshotEvents || _time.GetElapsedTime(_snapshotAt) >= _options.SnapshotInterval)
        {
            SaveSnapshot(served);
        }

        return count;
    }

    private void SaveSnapshot(ServedModel served)
    {
        // Counted from here on even when saving fails: the disk may be full, and the next batch must not try at once again.
        _sinceSnapshot = 0;
        _snapshotAt = _time.GetTimestamp();
        if (served.Scorer.Features.HasWindows)
        {
            _parts.States.Save(_topics.Group, served.StateDigest, served.Position, served.Save);
            served.NoteSnapshot(isRead: false);
        }
    }
}

/// <summary>How the score stage works.</summary>
public sealed record ScoreStageOptions
{
    /// <summary>Most records of a batch, which is one transaction. <value>2,000</value></summary>
    public int BatchRecords { get; init; } = 2_000;

    /// <summary>
    /// Events between two snapshots of window state: about how many are replayed after a crash, at some 40,000/s. Events wait while a snapshot is
    /// written (requests do not), so at 20,000 events/s it should not come more often than every 50 s. <value>1,000,000</value>
    /// </summary>
    public int SnapshotEvents { get; init; } = 1_000_000;

    /// <summary>Longest time between two snapshots while events come in. <value>5 minutes</value></summary>
    public TimeSpan SnapshotInterval { get; init; } = TimeSpan.FromMinutes(5);
}
