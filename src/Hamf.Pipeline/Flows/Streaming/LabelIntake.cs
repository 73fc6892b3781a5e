using System.Text.Json;
using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Labels;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>Reads new labels and finds their events, for detectors whose windows read labels. One owner.</summary>
internal sealed class LabelIntake(LiveParts parts)
{
    private const int LabelsPerBatch = 1_000;

    private readonly PayloadMembers _members = new();

    /// <summary>
    /// The next labels to apply, each with its event where the group has accepted it. <see cref="AppliedLabel.Before"/> is left to the caller.
    /// </summary>
    public async Task<IReadOnlyList<AppliedLabel>> ReadAsync(ServedModel served, CancellationToken cancellation)
    {
        if (!served.Scorer.Features.ReadsLabels || parts.Labels is null)
        {
            return [];
        }

        long position = served.Labels.StorePosition;
        (IReadOnlyList<Label> labels, long next) = parts.Labels.ReadFrom(position, LabelsPerBatch);
        if (labels.Count == 0)
        {
            return [];
        }

        IReadOnlyDictionary<string, RememberedKey> known =
            parts.Log.Known(served.Topics.Group, labels.Select(l => l.EventId).Distinct(StringComparer.Ordinal).ToArray());
        List<AppliedLabel> applied = [];
        for (int i = 0; i < labels.Count; i++)
        {
            Label label = labels[i];
            ReadOnlyMemory<byte> own = await EventOfAsync(served, label.EventId, known, cancellation).ConfigureAwait(false);
            // Only the last record moves the position: all of them are in one transaction, so none is read twice or not at all.
            long nextPosition = i == labels.Count - 1 ? next : position;
            applied.Add(new AppliedLabel(0, nextPosition, label.EventId, label.Positive, label.At.ToUnixTimeMilliseconds(), own));
        }

        return applied;
    }

    private async Task<ReadOnlyMemory<byte>> EventOfAsync(
        ServedModel served, string eventId, IReadOnlyDictionary<string, RememberedKey> known, CancellationToken cancellation)
    {
        if (parts.Scores?.Find(eventId) is { } scored && scored.Detector == served.Scorer.Detector.Name)
        {
            return scored.Payload;
        }

        if (!known.TryGetValue(eventId, out RememberedKey key))
        {
            return default;
        }

        IReadOnlyList<LogRecord> records = await parts.Log
            .ReadAsync(served.Topics.Events, key.Offset, 1, TimeSpan.Zero, cancellation).ConfigureAwait(false);
        return records is [{ } record] && record.Offset == key.Offset ? Find(record.Value, key.PayloadDigest) : default;
    }

    // The digest tells the event among those of its record.
    private ReadOnlyMemory<byte> Find(ReadOnlyMemory<byte> value, ulong digest)
    {
        List<ReadOnlyMemory<byte>> events = [];
        EventMessage.TryRead(value, events);
        foreach (ReadOnlyMemory<byte> one in events)
        {
            try
            {
                _members.Read(one.Span);
            }
            catch (JsonException)
            {
                // A neighbour in the same record that was dead-lettered: not the one that was accepted.
                continue;
            }

            if (_members.Digest == digest)
            {
                return one;
            }
        }

        return default;
    }
}
