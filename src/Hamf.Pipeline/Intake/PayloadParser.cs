using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Intake;

/// <summary>Tells the shapes of <see cref="EventPayload"/> apart and takes them to pieces.</summary>
internal static class PayloadParser
{
    // The source systems encode twice; a third time is a mistake that does no harm, more is an attack.
    private const int EncodingsMax = 3;

    public static bool TryParse(ReadOnlyMemory<byte> body, PayloadLimits limits, out EventPayload? payload, out PayloadFault? fault)
    {
        payload = null;
        try
        {
            fault = Check(body, limits);
            if (fault is null)
            {
                payload = Parse(Open(SkipByteOrderMark(body)), limits);
            }
        }
        catch (JsonException e)
        {
            string place = (e.BytePositionInLine.GetValueOrDefault() + 1).ToString(CultureInfo.InvariantCulture);
            string line = (e.LineNumber.GetValueOrDefault() + 1).ToString(CultureInfo.InvariantCulture);
            fault = new PayloadFault($"The body is not valid JSON (line {line}, byte {place}), or nested deeper than {RowLimits.DepthMax} levels.", 0);
        }
        catch (PayloadException e)
        {
            fault = e.Fault;
        }

        return fault is null;
    }

    /// <summary>Moves to the next token.</summary>
    internal static void ReadToken(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
        {
            throw new JsonException("The JSON ends too early.");
        }
    }

    /// <summary>A reader with the limit on depth.</summary>
    internal static Utf8JsonReader NewReader(ReadOnlyMemory<byte> json) =>
        new(json.Span, RowLimits.JsonOptions);

    private static PayloadFault? Check(ReadOnlyMemory<byte> body, PayloadLimits limits)
    {
        if (body.Length > limits.BodyBytesMax)
        {
            return new PayloadFault($"The body has {body.Length} bytes; at most {limits.BodyBytesMax} are accepted.", 0);
        }

        if (body.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            return new PayloadFault("The body is empty; expected a JSON object.", 0);
        }

        return Utf8.IsValid(body.Span) ? null : new PayloadFault("The body is not valid UTF-8.", 0);
    }

    private static ReadOnlyMemory<byte> SkipByteOrderMark(ReadOnlyMemory<byte> body) =>
        body.Span.StartsWith("\ufeff"u8) ? body["\ufeff"u8.Length..] : body;

    /// <summary>Opens JSON that is written as a JSON string.</summary>
    private static ReadOnlyMemory<byte> Open(ReadOnlyMemory<byte> json)
    {
        for (int encodings = 0; encodings < EncodingsMax; encodings++)
        {
            Utf8JsonReader reader = NewReader(json);
            ReadToken(ref reader);
            if (reader.TokenType != JsonTokenType.String)
            {
                return json;
            }

            json = Unescape(ref reader);
            if (reader.Read())
            {
                throw new JsonException("There is more after the string.");
            }
        }

        return json;
    }

    private static ReadOnlyMemory<byte> Unescape(ref Utf8JsonReader reader)
    {
        try
        {
            var text = new byte[reader.ValueSpan.Length];
            return text.AsMemory(0, reader.CopyString(text));
        }
        catch (InvalidOperationException)
        {
            throw new PayloadException("The JSON string of the body is not valid text: half a surrogate pair.");
        }
    }

    private static EventPayload Parse(ReadOnlyMemory<byte> json, PayloadLimits limits)
    {
        Utf8JsonReader reader = NewReader(json);
        ReadToken(ref reader);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                return new EventPayload(PayloadShape.Records, ObjectsOf(json, limits));
            case JsonTokenType.StartObject:
                return ParseObject(json, limits);
            default:
                throw new PayloadException("The body is a single JSON value; expected an object, or an array of objects.");
        }
    }

    private static EventPayload ParseObject(ReadOnlyMemory<byte> json, PayloadLimits limits)
    {
        ReadOnlyMemory<byte>? columns = null;
        ReadOnlyMemory<byte>? data = null;
        Utf8JsonReader reader = NewReader(json);
        ReadToken(ref reader);
        int start = (int)reader.TokenStartIndex;
        ReadToken(ref reader);
        while (reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isColumns = reader.ValueTextEquals("columns"u8);
            bool isData = reader.ValueTextEquals("data"u8);
            ReadToken(ref reader);
            bool isArray = reader.TokenType == JsonTokenType.StartArray;
            int valueStart = (int)reader.TokenStartIndex;
            reader.Skip();
            ReadOnlyMemory<byte> value = json[valueStart..(int)reader.BytesConsumed];
            columns = isColumns && isArray ? value : columns;
            data = isData && isArray ? value : data;
            ReadToken(ref reader);
        }

        ReadOnlyMemory<byte> whole = json[start..(int)reader.BytesConsumed];
        reader.Read(); // Throws when there is more after the object.
        if (data is { } rows)
        {
            return columns is { } names
                ? new EventPayload(PayloadShape.Split, SplitPayload.Join(names, rows, limits))
                : new EventPayload(PayloadShape.Data, ObjectsOf(rows, limits));
        }

        return columns is null
            ? new EventPayload(PayloadShape.FlatObject, [whole])
            : throw new PayloadException("The body has an array 'columns' but no array 'data' with the rows.");
    }

    private static List<ReadOnlyMemory<byte>> ObjectsOf(ReadOnlyMemory<byte> array, PayloadLimits limits)
    {
        var objects = new List<ReadOnlyMemory<byte>>();
        Utf8JsonReader reader = NewReader(array);
        ReadToken(ref reader);
        ReadToken(ref reader);
        while (reader.TokenType != JsonTokenType.EndArray)
        {
            ThrowIfTooMany(objects.Count, limits);
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw new PayloadException("is not a JSON object; rows without 'columns' are objects.", objects.Count + 1);
            }

            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            objects.Add(array[start..(int)reader.BytesConsumed]);
            ReadToken(ref reader);
        }

        reader.Read(); // Throws when there is more after the array.
        return objects;
    }

    /// <summary>Throws when one event more would be too many.</summary>
    internal static void ThrowIfTooMany(int count, PayloadLimits limits)
    {
        if (count >= limits.EventsMax)
        {
            throw new PayloadException($"The body has more than {limits.EventsMax} rows.");
        }
    }
}

/// <summary>Carries a fault out of nested parsing; never leaves <see cref="PayloadParser"/>.</summary>
internal sealed class PayloadException : Exception
{
    public PayloadException(string message)
        : base(message)
    {
        Fault = new PayloadFault(message, 0);
    }

    public PayloadException(string message, int rowNumber)
        : base(message)
    {
        Fault = new PayloadFault(string.Create(CultureInfo.InvariantCulture, $"Row {rowNumber} {message}"), rowNumber);
    }

    public PayloadFault Fault { get; }
}
