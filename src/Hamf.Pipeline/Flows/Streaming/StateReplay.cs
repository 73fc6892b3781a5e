using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>
/// Builds window state as of the score group's committed position: from the newest snapshot, else from the state at the end of training,
/// and the events that the group has accepted since, in the order in which it accepted them. Thread-safe.
/// </summary>
/// <remarks>
/// An event counts when the group remembers its key at exactly that offset and payload; repeats and dead letters do not. A label counts
/// before the event record that its own record names. So the state is the same, bit for bit, as if nothing had been interrupted.
/// </remarks>
internal sealed class StateReplay(LiveParts parts)
{
    private const int BatchRecords = 2_000;
    private const int SnapshotsTried = 10;

    /// <summary>A served model whose state is the newest that is stored and not ahead of the log.</summary>
    public ServedModel Start(Scorer scorer)
    {
        long committed = CommittedOf(StreamTopics.Of(scorer));
        if (!scorer.Features.HasWindows)
        {
            return new ServedModel(scorer) { Position = committed };
        }

        long maxOffset = committed;
        for (int i = 0; i < SnapshotsTried; i++)
        {
            ServedModel model = new(scorer);
            using StateSnapshot? snapshot = parts.States.Latest(model.Topics.Group, model.StateDigest, maxOffset);
            if (snapshot is null)
            {
                break;
            }

            if (TryLoad(model, snapshot))
            {
                return model;
            }

            maxOffset = snapshot.Offset - 1;
        }

        return AfterTraining(scorer);
    }

    /// <summary>Replays what the group has committed beyond the model's position.</summary>
    public async Task CatchUpAsync(ServedModel model, CancellationToken cancellation)
    {
        long end = CommittedOf(model.Topics);
        if (!model.Scorer.Features.HasWindows)
        {
            model.Position = end;
            return;
        }

        EventBatch batch = new(model.Parser, model.Topics.Events);
        LabelReplay labels = new(parts.Log, model);
        while (model.Position < end)
        {
            int max = (int)Math.Min(BatchRecords, end - model.Position);
            IReadOnlyList<LogRecord> records = await parts.Log
                .ReadAsync(model.Topics.Events, model.Position, max, TimeSpan.Zero, cancellation).ConfigureAwait(false);
            // Retention may have removed what was asked for: then reading starts later, perhaps behind the end.
            LogRecord[] before = records.Where(r => r.Offset < end).ToArray();
            if (before.Length == 0)
            {
                break;
            }

            batch.Read(before);
            await labels.LoadAsync(before[^1].Offset, cancellation).ConfigureAwait(false);
            Apply(model, batch, labels);
            model.Position = before[^1].Offset + 1;
        }

        model.Position = end;
    }

    private void Apply(ServedModel model, EventBatch batch, LabelReplay labels)
    {
        IReadOnlyDictionary<string, RememberedKey> known = parts.Log.Known(model.Topics.Group, batch.Keys);
        HashSet<string> counted = new(StringComparer.Ordinal);
        for (int i = 0; i < batch.Count; i++)
        {
            EventSlot slot = batch[i];
            labels.ApplyUpTo(slot.Offset);
            if (slot.IsValid && (!slot.HasKey || (IsAccepted(slot, known) && counted.Add(slot.EventId))))
            {
                model.Observe(slot.Row, slot.EventId);
            }
        }
    }

    private static bool IsAccepted(EventSlot slot, IReadOnlyDictionary<string, RememberedKey> known) =>
        known.TryGetValue(slot.EventId, out RememberedKey key) && key.Offset == slot.Offset && key.PayloadDigest == slot.Members.Digest;

    private ServedModel AfterTraining(Scorer scorer)
    {
        ServedModel model = new(scorer);
        if (scorer.Version.StateDigest is { } digest)
        {
            model.LoadTrainingState(parts.Artifacts.Get(digest));
        }

        return model;
    }

    private static bool TryLoad(ServedModel model, StateSnapshot snapshot)
    {
        try
        {
            model.Load(snapshot.Content);
            model.Position = snapshot.Offset;
            model.NoteSnapshot(isRead: true);
            return true;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            // An older one, or training and the whole log, gives the same state: only more slowly.
            return false;
        }
    }

    private long CommittedOf(StreamTopics topics) => parts.Log.Committed(topics.Group, topics.Events);
}

/// <summary>Applies the records of a labels topic at their places in a replay. One owner.</summary>
internal sealed class LabelReplay(IEventLog log, ServedModel model)
{
    private const int BatchRecords = 1_000;

    private readonly Queue<AppliedLabel> _next = new();
    private readonly Row _row = new(model.Parser.Schema);
    private long _readTo = model.Labels.TopicOffset;
    private bool _isRead = !model.Scorer.Features.ReadsLabels;

    /// <summary>Reads ahead until all records that belong before <paramref name="offset"/> or at it are at hand.</summary>
    public async Task LoadAsync(long offset, CancellationToken cancellation)
    {
        while (!_isRead && (_next.Count == 0 || _next.Last().Before <= offset))
        {
            IReadOnlyList<LogRecord> records = await log
                .ReadAsync(model.Topics.Labels, _readTo, BatchRecords, TimeSpan.Zero, cancellation).ConfigureAwait(false);
            foreach (LogRecord record in records)
            {
                _next.Enqueue(AppliedLabel.Read(record.Value));
                _readTo = record.Offset + 1;
            }

            _isRead = records.Count == 0;
        }
    }

    /// <summary>Applies the labels that belong before the event record at <paramref name="offset"/>.</summary>
    public void ApplyUpTo(long offset)
    {
        while (_next.Count > 0 && _next.Peek().Before <= offset)
        {
            model.Apply(_next.Dequeue(), _row);
        }
    }
}
