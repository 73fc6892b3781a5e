using System.Text.Json;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>Takes a record's value apart into events: a flat object is one, other shapes may carry several.</summary>
internal static class EventMessage
{
    /// <summary>Most bytes of a record's value. <value>1 MiB</value></summary>
    public const int BytesMax = 1 << 20;

    /// <summary>Adds the events of a value to <paramref name="events"/> as flat objects.</summary>
    /// <returns>Why there is none, or null.</returns>
    public static Reject? TryRead(ReadOnlyMemory<byte> value, List<ReadOnlyMemory<byte>> events)
    {
        if (value.Length > BytesMax)
        {
            return new Reject(0, "", $"at most {BytesMax} bytes", $"{value.Length} bytes");
        }

        try
        {
            Add(value, events);
            return events.Count > 0 ? null : new Reject(0, "", "at least one event", "none");
        }
        catch (JsonException e)
        {
            return new Reject(0, "", "a JSON object", e.Message);
        }
    }

    private static void Add(ReadOnlyMemory<byte> value, List<ReadOnlyMemory<byte>> events) => events.Add(value);
}
