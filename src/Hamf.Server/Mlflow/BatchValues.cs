using System.Text.Json;
using Hamf.Pipeline.Registry;

namespace Hamf.Server.Mlflow;

/// <summary>Reads single values of a batch, by the rules of <see cref="WireFields"/>: null is missing, the wrong type is refused.</summary>
internal static class BatchValues
{
    /// <summary>Reads the text that follows; <paramref name="known"/> is given back, and no new text made, where it is the same.</summary>
    public static string? Text(ref Utf8JsonReader json, BatchPlace place, string field, string? known = null)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (json.TokenType != JsonTokenType.String)
        {
            throw Wrong(ref json, place.Prefix + field);
        }

        if (known is { Length: > 0 } && json.ValueTextEquals(known))
        {
            return known;
        }

        string text = json.GetString()!;
        return !text.Contains('\0', StringComparison.Ordinal)
            ? text
            : throw WireFault.Invalid(place.Prefix + field, text, "a text may not hold the character NUL.");
    }

    /// <summary>Reads the whole number that follows.</summary>
    public static long? Long(ref Utf8JsonReader json, BatchPlace place, string field)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt64(out long number))
        {
            return number;
        }

        if (json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        using JsonDocument value = JsonDocument.ParseValue(ref json);
        return WireNumbers.TryLong(value.RootElement, out number) ? number : throw WireFault.Invalid(place.Prefix + field, value.RootElement);
    }

    /// <summary>Reads the number that follows; an empty text is missing.</summary>
    public static double? Double(ref Utf8JsonReader json, BatchPlace place, string field)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Number && json.TryGetDouble(out double number) && double.IsFinite(number))
        {
            return number;
        }

        if (json.TokenType == JsonTokenType.Null || (json.TokenType == JsonTokenType.String && json.ValueTextEquals(""u8)))
        {
            return null;
        }

        using JsonDocument value = JsonDocument.ParseValue(ref json);
        return WireNumbers.TryDouble(value.RootElement, out number) ? number : throw WireFault.Invalid(place.Prefix + field, value.RootElement);
    }

    /// <summary>Enters the list that follows; false when it is null.</summary>
    public static bool StartArray(ref Utf8JsonReader json, string field)
    {
        json.Read();
        return json.TokenType == JsonTokenType.StartArray || (json.TokenType == JsonTokenType.Null ? false : throw Wrong(ref json, field));
    }

    /// <summary>Enters an object of a list, whose first token has been read.</summary>
    public static void RequireObject(ref Utf8JsonReader json, BatchPlace place)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            throw Wrong(ref json, place.Prefix.TrimEnd('.'));
        }
    }

    /// <summary>The refusal of more than a batch may hold.</summary>
    public static RegistryException TooMany(string what, int max) => RegistryException.Invalid(
        $"A batch logging request can contain at most {max} {what}; this one has more. Send them in several calls.");

    private static RegistryException Wrong(ref Utf8JsonReader json, string path)
    {
        using JsonDocument value = JsonDocument.ParseValue(ref json);
        return WireFault.Invalid(path, value.RootElement);
    }
}
