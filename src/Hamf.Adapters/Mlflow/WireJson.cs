using System.Globalization;
using System.Text.Json;

namespace Hamf.Adapters.Mlflow;

/// <summary>Reads fields as servers of several versions write them: numbers also as text, what is unset left out.</summary>
internal static class WireJson
{
    /// <summary>A text, or null; a number is its text.</summary>
    public static string? Text(this JsonElement element, string name) =>
        !element.TryGetProperty(name, out JsonElement field) ? null
        : field.ValueKind == JsonValueKind.String ? field.GetString()
        : field.ValueKind == JsonValueKind.Number ? field.GetRawText()
        : null;

    /// <summary>A whole number, or null.</summary>
    public static long? Long(this JsonElement element, string name) =>
        long.TryParse(element.Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null;

    /// <summary>A number, or null; <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c> come as text.</summary>
    public static double? Number(this JsonElement element, string name) =>
        double.TryParse(element.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;

    /// <summary>Yes, or no where it is left out.</summary>
    public static bool Flag(this JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement field) && field.ValueKind == JsonValueKind.True;

    /// <summary>An object, or null.</summary>
    public static JsonElement? Object(this JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement field) && field.ValueKind == JsonValueKind.Object ? field : null;

    /// <summary>The objects of a list; none where it is left out.</summary>
    public static IEnumerable<JsonElement> Objects(this JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement field) && field.ValueKind == JsonValueKind.Array
            ? field.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object)
            : [];

    /// <summary>A list of keys and values.</summary>
    public static KeyValuePair<string, string>[] Pairs(this JsonElement element, string name) =>
        [.. element.Objects(name).Select(pair => KeyValuePair.Create(pair.Text("key") ?? string.Empty, pair.Text("value") ?? string.Empty))];

    /// <summary>Writes a list of keys and values.</summary>
    public static void WritePairs(this Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, string>> pairs)
    {
        json.WriteStartArray(name);
        foreach ((string key, string value) in pairs)
        {
            json.WriteStartObject();
            json.WriteString("key", key);
            json.WriteString("value", value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a number as the wire wants it: what JSON has no number for as text.</summary>
    public static void WriteMetric(this Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteString(name, double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
        }
    }
}
