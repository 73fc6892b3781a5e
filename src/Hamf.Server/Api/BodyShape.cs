using System.Text.Json;

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

        bool isListName = reader.ValueTextEquals("data"u8) || reader.ValueTextEquals("columns"u8) || reader.ValueTextEquals("index"u8);
        return !isListName || (reader.Read() && reader.TokenType != JsonTokenType.StartArray);
    }
}
