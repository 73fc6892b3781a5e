using System.Buffers;
using System.Text.Json;

namespace Hamf.Server.Api;

/// <summary>Turns rows given as arrays of cells into flat objects; cells are copied as written, so no digit is lost.</summary>
internal static class SplitRows
{
    /// <summary>Reads the rows of <c>data</c>.</summary>
    /// <param name="reader">At the start of the array of rows.</param>
    /// <param name="json">The whole body.</param>
    /// <param name="columns">The names of the cells.</param>
    /// <param name="maxRows">Most rows accepted.</param>
    public static (BodyRows? Rows, ApiProblem? Problem) Read(
        ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, IReadOnlyList<string> columns, int maxRows)
    {
        ArrayBufferWriter<byte> text = new(json.Length * 2);
        List<int> ends = [];
        using Utf8JsonWriter writer = new(text);
        JsonEncodedText[] names = [.. columns.Select(c => JsonEncodedText.Encode(c))];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            int number = ends.Count + 1;
            if (number > maxRows)
            {
                return (null, BodyRowsReader.TooManyRows(maxRows));
            }

            if (reader.TokenType != JsonTokenType.StartArray)
            {
                return (null, ApiProblem.BadRequest(
                    $"Row {number} is {BodyRowsReader.Name(reader.TokenType)}; expected an array of {names.Length} values."));
            }

            int count = CopyRow(ref reader, json.Span, names, writer);
            if (count != names.Length)
            {
                return (null, ApiProblem.BadRequest($"Row {number} has {count} values; expected {names.Length}, one per column."));
            }

            writer.Flush();
            writer.Reset();
            ends.Add(text.WrittenCount);
        }

        return (new BodyRows(BodyShape.Split, Slice(text.WrittenMemory, ends)), null);
    }

    private static int CopyRow(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, JsonEncodedText[] names, Utf8JsonWriter writer)
    {
        int count = 0;
        writer.WriteStartObject();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (count < names.Length)
            {
                writer.WritePropertyName(names[count]);
                writer.WriteRawValue(json[start..(int)reader.BytesConsumed], skipInputValidation: true);
            }

            count++;
        }

        writer.WriteEndObject();
        return count;
    }

    private static List<ReadOnlyMemory<byte>> Slice(ReadOnlyMemory<byte> text, List<int> ends)
    {
        List<ReadOnlyMemory<byte>> rows = new(ends.Count);
        int start = 0;
        foreach (int end in ends)
        {
            rows.Add(text[start..end]);
            start = end;
        }

        return rows;
    }
}
