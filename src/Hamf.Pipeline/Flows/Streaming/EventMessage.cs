using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>Takes a record's value apart into events: a flat object is one, other shapes (<see cref="PayloadShape"/>) may carry several.</summary>
internal static class EventMessage
{
    /// <summary>Most bytes of a record's value. <value>1 MiB</value></summary>
    public const int BytesMax = RowLimits.LineBytesMax;

    private static readonly PayloadLimits Limits = new();

    /// <summary>Adds the events of a value to <paramref name="events"/> as flat objects.</summary>
    /// <returns>Why there is none, or null.</returns>
    public static Reject? TryRead(ReadOnlyMemory<byte> value, List<ReadOnlyMemory<byte>> events)
    {
        if (IsFlat(value.Span))
        {
            events.Add(value);
            return null;
        }

        if (!EventPayload.TryParse(value, Limits, out EventPayload? payload, out PayloadFault? fault))
        {
            return new Reject(fault.RowNumber, "", "an event or several in a known shape", fault.Message);
        }

        events.AddRange(payload.Events);
        return events.Count > 0 ? null : new Reject(0, "", "at least one event", "none");
    }

    // Nearly every record is one flat object, whose members are checked when they are read. The other shapes that begin with a brace all
    // have a member "data"; an event that has one too only takes the longer way.
    private static bool IsFlat(ReadOnlySpan<byte> value) =>
        value.Length is > 0 and <= BytesMax && value[0] == (byte)'{' && value.IndexOf("\"data\""u8) < 0;
}
