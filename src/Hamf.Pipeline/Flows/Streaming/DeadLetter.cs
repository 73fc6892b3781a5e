using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>
/// The record of a dead-letter topic: why an event could not be processed and the event itself, as text in <c>payload</c> where it is UTF-8,
/// else in <c>payload_base64</c>.
/// </summary>
internal static class DeadLetter
{
    /// <summary>The reason of an event whose id is known with another payload.</summary>
    public const string Conflict = "conflict";

    /// <summary>The reason of an event that is not valid.</summary>
    public const string Invalid = "invalid";

    /// <summary>The reason of a valid event that the model gives no score for.</summary>
    public const string Refused = "refused";

    /// <summary>Writes a record.</summary>
    public static void Write(JsonBytes target, string detector, string topic, EventSlot slot, string reason, long nowMs)
    {
        Reject? first = slot.Rejects.Count > 0 ? slot.Rejects[0] : null;
        target.Raw("{\"reason\":"u8);
        target.Text(reason);
        target.Raw(",\"field\":"u8);
        target.Text(first?.Field ?? "");
        target.Raw(",\"message\":"u8);
        target.Text(reason == Conflict ? $"event {slot.EventId} is known with another payload" : Message(slot.Rejects));
        target.Raw(",\"detector\":"u8);
        target.Text(detector);
        target.Raw(",\"source_topic\":"u8);
        target.Text(topic);
        target.Raw(",\"source_offset\":"u8);
        target.Number(slot.Offset);
        target.Raw(",\"time\":"u8);
        target.Number(nowMs);
        WritePayload(target, slot.Payload.Span);
        target.Raw("}"u8);
    }

    private static string Message(List<Reject> rejects) => string.Join("; ", rejects.Select(r =>
        $"{(r.Field.Length > 0 ? r.Field + ": " : "")}expected {r.Rule}, found {(r.Value.Length > 0 ? r.Value : "nothing")}"));

    private static void WritePayload(JsonBytes target, ReadOnlySpan<byte> payload)
    {
        if (Utf8.IsValid(payload))
        {
            target.Raw(",\"payload\":"u8);
            target.Text(Encoding.UTF8.GetString(payload));
            return;
        }

        byte[] base64 = ArrayPool<byte>.Shared.Rent(Base64.GetMaxEncodedToUtf8Length(payload.Length));
        Base64.EncodeToUtf8(payload, base64, out _, out int written);
        target.Raw(",\"payload_base64\":\""u8);
        target.Raw(base64.AsSpan(0, written));
        target.Raw("\""u8);
        ArrayPool<byte>.Shared.Return(base64);
    }
}
