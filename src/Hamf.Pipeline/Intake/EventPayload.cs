using System.Diagnostics.CodeAnalysis;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Intake;

/// <summary>
/// The events of one body or message, as flat JSON objects in their order. Values are copied byte for byte, so a card number of 19 digits stays
/// what it is. See docs/guides/rows.md for the shapes.
/// </summary>
/// <param name="Shape">How they were written, so that an answer can take the same shape.</param>
/// <param name="Events">One UTF-8 JSON object per event; may share memory with the body.</param>
public sealed record EventPayload(PayloadShape Shape, IReadOnlyList<ReadOnlyMemory<byte>> Events)
{
    /// <summary>Takes a body apart.</summary>
    /// <param name="body">UTF-8 JSON; a JSON string that itself holds JSON is opened.</param>
    /// <param name="limits">What is accepted at most.</param>
    /// <param name="payload">The events, or null.</param>
    /// <param name="fault">What is wrong, or null.</param>
    /// <returns>False when the body is of no known shape; nothing of it is used then.</returns>
    public static bool TryParse(
        ReadOnlyMemory<byte> body,
        PayloadLimits limits,
        [NotNullWhen(true)] out EventPayload? payload,
        [NotNullWhen(false)] out PayloadFault? fault)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return PayloadParser.TryParse(body, limits, out payload, out fault);
    }
}

/// <summary>The shapes in which events arrive.</summary>
public enum PayloadShape
{
    /// <summary>One flat object: <c>{"amt":4.49,...}</c>.</summary>
    FlatObject,

    /// <summary>Names once, then rows: <c>{"columns":["amt"],"index":[0],"data":[[4.49]]}</c>.</summary>
    Split,

    /// <summary>An array of flat objects: <c>[{"amt":4.49}]</c>.</summary>
    Records,

    /// <summary>An array of flat objects under a name: <c>{"data":[{"amt":4.49}]}</c>.</summary>
    Data,
}

/// <summary>What a body may hold at most.</summary>
public sealed record PayloadLimits
{
    /// <summary>Longest body, in bytes. <value>1 MiB, as a record of a topic</value></summary>
    public int BodyBytesMax { get; init; } = RowLimits.LineBytesMax;

    /// <summary>Most events of a body. <value>10,000</value></summary>
    public int EventsMax { get; init; } = RowLimits.EventsMax;
}

/// <summary>Why a body is not accepted.</summary>
/// <param name="Message">What was expected and what was found, in one sentence without values of the body.</param>
/// <param name="RowNumber">1-based row of the body at fault; 0 when the whole body is.</param>
public sealed record PayloadFault(string Message, int RowNumber);
