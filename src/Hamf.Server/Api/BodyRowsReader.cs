using System.Text.Json;
using Hamf.Pipeline.Rows;

namespace Hamf.Server.Api;

/// <summary>Divides a request's body into flat JSON objects, whatever its shape.</summary>
internal static class BodyRowsReader
{
    /// <summary>Reads the rows, at most <paramref name="maxRows"/>.</summary>
    /// <returns>The rows, or why there are none.</returns>
    /// <exception cref="JsonException">The body is not JSON.</exception>
    public static (BodyRows? Rows, ApiProblem? Problem) Read(ReadOnlyMemory<byte> json, int maxRows)
    {
        Utf8JsonReader reader = new(json.Span, RowLimits.JsonOptions);
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                return Finish(ref reader, ReadObjects(ref reader, json, maxRows, BodyShape.Array));
            case JsonTokenType.StartObject when BodyRows.IsFlat(json.Span):
                reader.Skip();
                return Finish(ref reader, (new BodyRows(BodyShape.Flat, [json]), null));
            case JsonTokenType.StartObject:
                return Finish(ref reader, ReadLists(ref reader, json, maxRows));
            default:
                return (null, ApiProblem.BadRequest($"The body is {Name(reader.TokenType)}; send a JSON object."));
        }
    }

    private static (BodyRows? Rows, ApiProblem? Problem) Finish(ref Utf8JsonReader reader, (BodyRows? Rows, ApiProblem? Problem) result)
    {
        // Reading past the end throws when something follows the value.
        if (result.Problem is null)
        {
            reader.Read();
        }

        return result;
    }

    private static (BodyRows? Rows, ApiProblem? Problem) ReadLists(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, int maxRows)
    {
        List<string>? columns = null;
        Utf8JsonReader data = default;
        bool hasData = false;
        HashSet<string> seen = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (!seen.Add(name))
            {
                return (null, ApiProblem.BadRequest($"'{Cut(name)}' appears twice."));
            }

            reader.Read();
            if (name is "data" or "columns" && reader.TokenType != JsonTokenType.StartArray)
            {
                return (null, ApiProblem.BadRequest($"'{name}' is {Name(reader.TokenType)}; expected an array."));
            }

            if (name == "columns" && !TryReadColumns(ref reader, out columns))
            {
                return (null, ApiProblem.BadRequest("'columns' must hold distinct names."));
            }

            if (name == "data")
            {
                data = reader;
                hasData = true;
            }

            if (name != "columns")
            {
                reader.Skip();
            }
        }

        if (!hasData)
        {
            return (null, ApiProblem.BadRequest("There is no 'data'; send {\"data\": [...]} or one flat object."));
        }

        return columns is null
            ? ReadObjects(ref data, json, maxRows, BodyShape.Records)
            : SplitRows.Read(ref data, json, columns, maxRows);
    }

    private static (BodyRows? Rows, ApiProblem? Problem) ReadObjects(
        ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, int maxRows, BodyShape shape)
    {
        List<ReadOnlyMemory<byte>> objects = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                return (null, ApiProblem.BadRequest($"Row {objects.Count + 1} is {Name(reader.TokenType)}; expected an object."));
            }

            if (objects.Count == maxRows)
            {
                return (null, TooManyRows(maxRows));
            }

            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            objects.Add(json[start..(int)reader.BytesConsumed]);
        }

        return (new BodyRows(shape, objects), null);
    }

    private static bool TryReadColumns(ref Utf8JsonReader reader, out List<string> columns)
    {
        columns = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String || !seen.Add(reader.GetString()!))
            {
                return false;
            }

            columns.Add(reader.GetString()!);
        }

        return true;
    }

    /// <summary>The answer to more rows than one request may hold.</summary>
    public static ApiProblem TooManyRows(int maxRows) =>
        new(413, "too_many_rows", $"The request holds more than {maxRows} rows; send them in parts.");

    /// <summary>What a JSON token is called in messages.</summary>
    public static string Name(JsonTokenType type) => type switch
    {
        JsonTokenType.StartArray => "an array",
        JsonTokenType.StartObject => "an object",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "true or false",
        JsonTokenType.Null => "null",
        _ => "nothing",
    };

    private static string Cut(string text) => text.Length <= 64 ? text : text[..64];
}
