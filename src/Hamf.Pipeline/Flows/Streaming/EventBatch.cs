using System.Text.Json;
using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Validation;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>The events of some records of an event topic, in order. Scoring and replay read with it, so they see the same. Not thread-safe.</summary>
internal sealed class EventBatch(JsonRowParser parser, string topic)
{
    private readonly List<EventSlot> _slots = [];
    private readonly List<ReadOnlyMemory<byte>> _objects = [];
    private readonly List<string> _keys = [];

    /// <summary>How many events there are.</summary>
    public int Count { get; private set; }

    /// <summary>The events, each in a slot that the next batch overwrites.</summary>
    public EventSlot this[int index] => _slots[index];

    /// <summary>The keys of the valid events.</summary>
    public IReadOnlyCollection<string> Keys => _keys;

    /// <summary>Replaces the content by the events of the records. Every record gives at least one event, if only an invalid one.</summary>
    public void Read(IReadOnlyList<LogRecord> records)
    {
        Count = 0;
        _keys.Clear();
        foreach (LogRecord record in records)
        {
            _objects.Clear();
            if (EventMessage.TryRead(record.Value, _objects) is { } reject)
            {
                EventSlot slot = Next(record, record.Value);
                slot.Rejects.Add(reject);
                continue;
            }

            for (int i = 0; i < _objects.Count; i++)
            {
                Parse(Next(record, _objects[i]), i);
            }
        }
    }

    private EventSlot Next(LogRecord record, ReadOnlyMemory<byte> payload)
    {
        if (Count == _slots.Count)
        {
            _slots.Add(new EventSlot(parser.Schema));
        }

        EventSlot slot = _slots[Count++];
        slot.Payload = payload;
        slot.Offset = record.Offset;
        slot.AppendedMs = record.TimestampMs;
        slot.Rejects.Clear();
        slot.IsValid = false;
        slot.HasKey = false;
        slot.EventId = "";
        return slot;
    }

    private void Parse(EventSlot slot, int index)
    {
        try
        {
            slot.Members.Read(slot.Payload.Span);
        }
        catch (JsonException e)
        {
            slot.Rejects.Add(new Reject(0, "", "a JSON object", e.Message));
            return;
        }

        slot.IsValid = EventReader.TryParse(parser, slot.Payload, slot.Row, slot.Rejects);
        if (!slot.IsValid)
        {
            return;
        }

        string? key = slot.Row.Key;
        slot.HasKey = key is not null;
        slot.EventId = key ?? EventReader.DerivedId(topic, slot.Offset, index);
        if (key is not null)
        {
            _keys.Add(key);
        }
    }
}
