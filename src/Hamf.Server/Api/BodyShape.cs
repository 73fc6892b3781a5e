using System.Text.Json;
using Hamf.Pipeline.Rows;

namespace Hamf.Server.Api;

/// <summary>The forms in which rows are sent; told apart by their first member, since a flat event never holds an array.</summary>
internal enum BodyShape
{
    /// <summary>One flat object.</summary>
    Flat,

    /// <summary><c>{"data": [{...}, ...]}</c>.</summary>
    Records,

    /// <summary><c>{"columns": [...], "index": [...], "data": [[...], ...]}</c>.</summary>
    Split,

    /// <summary><c>[{...}, ...]</c>.</summary>
    Array,
}

/// <summary>The rows of a body, each as one flat JSON object.</summary>
/// <param name="Shape">The form they came in.</param>
/// <param name="Objects">The objects; slices of the body except for the split form.</param>
internal sealed record BodyRows(BodyShape Shape, IReadOnlyList<ReadOnlyMemory<byte>> Objects)
{
    /// <summary>
    /// What is wrong with a flat object that was meant to be one of the forms with lists: its first member is named as theirs, is no column,
    /// and holds no list. Null for any other.
    /// </summary>
    public static ApiProblem? FindMisshapenList(ReadOnlySpan<byte> json, EventSchema schema)
    {
        Utf8JsonReader reader = new(json);
        if (!reader.Read() || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName || !IsListName(ref reader))
        {
            return null;
        }

        string name = reader.GetString()!;
        return reader.Read() && reader.TokenType != JsonTokenType.StartArray && schema.IndexOf(name) < 0
            ? ApiProblem.BadRequest($"'{name}' is {BodyRowsReader.Name(reader.TokenType)}; expected an array.")
            : null;
    }

    /// <summary>Whether the body is one flat object, without reading further than its first member.</summary>
    /// <exception cref="JsonException">The body is not JSON.</exception>
    public static bool IsFlat(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
        {
            return true;
        }

        return !IsListName(ref reader) || (reader.Read() && reader.TokenType != JsonTokenType.StartArray);
    }

    private static bool IsListName(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("data"u8) || reader.ValueTextEquals("columns"u8) || reader.ValueTextEquals("index"u8);
}
