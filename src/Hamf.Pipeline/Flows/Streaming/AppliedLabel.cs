using System.Text.Json;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>
/// A label as it entered window state: a record of the labels topic, written in the same transaction as the batch that it precedes, so
/// that replay applies it at exactly that place and needs no other store.
/// </summary>
/// <param name="Before">Offset of the event record before which it was applied.</param>
/// <param name="NextPosition">Position in the label store behind it.</param>
/// <param name="EventId">The event.</param>
/// <param name="Positive">The verdict.</param>
/// <param name="AtMs">When it was given, Unix milliseconds.</param>
/// <param name="Event">The event as a flat object, or empty when it had not been accepted yet: then the label waits for it.</param>
internal sealed record AppliedLabel(long Before, long NextPosition, string EventId, bool Positive, long AtMs, ReadOnlyMemory<byte> Event)
{
    /// <summary>Writes the record.</summary>
    public void Write(JsonBytes target)
    {
        target.Raw("{\"before\":"u8);
        target.Number(Before);
        target.Raw(",\"next\":"u8);
        target.Number(NextPosition);
        target.Raw(",\"event_id\":"u8);
        target.Text(EventId);
        target.Raw(Positive ? ",\"positive\":1,\"at\":"u8 : ",\"positive\":0,\"at\":"u8);
        target.Number(AtMs);
        target.Raw(",\"event\":"u8);
        target.Raw(Event.IsEmpty ? "null"u8 : Event.Span);
        target.Raw("}"u8);
    }

    /// <summary>Reads a record.</summary>
    public static AppliedLabel Read(ReadOnlyMemory<byte> record)
    {
        using JsonDocument json = JsonDocument.Parse(record);
        JsonElement root = json.RootElement;
        JsonElement own = root.GetProperty("event");
        return new AppliedLabel(
            root.GetProperty("before").GetInt64(),
            root.GetProperty("next").GetInt64(),
            root.GetProperty("event_id").GetString()!,
            root.GetProperty("positive").GetInt32() != 0,
            root.GetProperty("at").GetInt64(),
            own.ValueKind == JsonValueKind.Null ? default : System.Text.Encoding.UTF8.GetBytes(own.GetRawText()));
    }
}
