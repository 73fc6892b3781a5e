using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Intake;

/// <summary>Joins the names and the rows of a split body to flat objects, copying names and values as they are written.</summary>
internal static class SplitPayload
{
    public static List<ReadOnlyMemory<byte>> Join(ReadOnlyMemory<byte> columns, ReadOnlyMemory<byte> data, PayloadLimits limits)
    {
        List<ReadOnlyMemory<byte>> names = NamesOf(columns);
        var events = new List<ReadOnlyMemory<byte>>();
        var buffer = new ArrayBufferWriter<byte>();
        Utf8JsonReader reader = PayloadParser.NewReader(data);
        PayloadParser.ReadToken(ref reader);
        PayloadParser.ReadToken(ref reader);
        while (reader.TokenType != JsonTokenType.EndArray)
        {
            PayloadParser.ThrowIfTooMany(events.Count, limits);
            buffer.ResetWrittenCount();
            JoinRow(ref reader, data.Span, names, buffer, events.Count + 1);
            events.Add(buffer.WrittenSpan.ToArray());
            PayloadParser.ReadToken(ref reader);
        }

        return events;
    }

    private static List<ReadOnlyMemory<byte>> NamesOf(ReadOnlyMemory<byte> columns)
    {
        var names = new List<ReadOnlyMemory<byte>>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Utf8JsonReader reader = PayloadParser.NewReader(columns);
        PayloadParser.ReadToken(ref reader);
        PayloadParser.ReadToken(ref reader);
        while (reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String)
            {
                throw new PayloadException($"Name {Text(names.Count + 1)} in 'columns' is not a string.");
            }

            if (!seen.Add(NameOf(ref reader)))
            {
                throw new PayloadException($"Name {Text(names.Count + 1)} in 'columns' occurs twice.");
            }

            if (names.Count == RowLimits.ColumnsMax)
            {
                throw new PayloadException($"The body has more than {Text(RowLimits.ColumnsMax)} columns.");
            }

            names.Add(columns[(int)reader.TokenStartIndex..(int)reader.BytesConsumed]);
            PayloadParser.ReadToken(ref reader);
        }

        return names;
    }

    private static string NameOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new PayloadException("A name in 'columns' is not valid text: half a surrogate pair.");
        }
    }

    private static void JoinRow(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> data, List<ReadOnlyMemory<byte>> names, ArrayBufferWriter<byte> buffer, int rowNumber)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new PayloadException("is not an array of values, as 'columns' asks for.", rowNumber);
        }

        int count = 0;
        PayloadParser.ReadToken(ref reader);
        while (reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                throw new PayloadException($"has an object or array as value {Text(count + 1)}; expected single values.", rowNumber);
            }

            if (count < names.Count)
            {
                buffer.Write(count == 0 ? "{"u8 : ","u8);
                buffer.Write(names[count].Span);
                buffer.Write(":"u8);
                buffer.Write(data[(int)reader.TokenStartIndex..(int)reader.BytesConsumed]);
            }

            count++;
            PayloadParser.ReadToken(ref reader);
        }

        if (count != names.Count)
        {
            throw new PayloadException($"has {Text(count)} values; expected {Text(names.Count)}, one per name in 'columns'.", rowNumber);
        }

        buffer.Write(count == 0 ? "{}"u8 : "}"u8);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
