using System.Text.Json;

namespace Hamf.Server.Mlflow;

/// <summary>Writes parts of answers as protobuf writes JSON: what is empty or unset is left out.</summary>
internal static class WireJson
{
    /// <summary>Writes a text; null is left out.</summary>
    public static void WriteOptional(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    /// <summary>Writes a whole number; null is left out.</summary>
    public static void WriteOptional(this Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    /// <summary>Writes a list; an empty one is left out.</summary>
    public static void WriteList<T>(this Utf8JsonWriter json, string name, IReadOnlyCollection<T> items, Action<Utf8JsonWriter, T> write)
    {
        if (items.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (T item in items)
        {
            write(json, item);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a list of <c>{"key": ..., "value": ...}</c>; an empty one is left out.</summary>
    public static void WritePairs(this Utf8JsonWriter json, string name, IReadOnlyCollection<KeyValuePair<string, string>> pairs) =>
        json.WriteList(name, pairs, static (json, pair) =>
        {
            json.WriteStartObject();
            json.WriteString(WireNames.Key, pair.Key);
            json.WriteString(WireNames.Value, pair.Value);
            json.WriteEndObject();
        });

    /// <summary>Writes a metric's value: NaN as text, an infinity as the largest number, which is how MLflow answers it.</summary>
    public static void WriteMetricValue(this Utf8JsonWriter json, JsonEncodedText name, double value)
    {
        if (double.IsNaN(value))
        {
            json.WriteString(name, "NaN");
        }
        else
        {
            json.WriteNumber(name, Math.Clamp(value, -double.MaxValue, double.MaxValue));
        }
    }
}
