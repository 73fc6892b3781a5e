using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>One event of a batch as read: its place, its row or what is wrong with it. Reused from batch to batch.</summary>
internal sealed class EventSlot(EventSchema schema)
{
    /// <summary>The values, without the label.</summary>
    public Row Row { get; } = new(schema);

    /// <summary>Where the members of <see cref="Payload"/> are.</summary>
    public PayloadMembers Members { get; } = new();

    /// <summary>What is wrong with the event; empty when it is valid.</summary>
    public List<Reject> Rejects { get; } = [];

    /// <summary>The event as a flat object; the record's value where there is none in it.</summary>
    public ReadOnlyMemory<byte> Payload { get; set; }

    /// <summary>The record's offset.</summary>
    public long Offset { get; set; }

    /// <summary>When the record was appended, Unix milliseconds.</summary>
    public long AppendedMs { get; set; }

    /// <summary>The event's id; empty when it is not valid.</summary>
    public string EventId { get; set; } = "";

    /// <summary>Whether the id came with the event; one made from its place cannot come twice.</summary>
    public bool HasKey { get; set; }

    /// <summary>Whether the event can be scored.</summary>
    public bool IsValid { get; set; }
}
