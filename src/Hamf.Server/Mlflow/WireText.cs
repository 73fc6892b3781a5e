using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hamf.Server.Mlflow;

/// <summary>Shows values of a request in messages: JSON without spaces, fields by name, cut where it is long.</summary>
internal static class WireText
{
    private const int CharsMax = 1000;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A value of a body.</summary>
    public static string Show(JsonElement value) => Written(value, Write);

    /// <summary>A text of a query or a route.</summary>
    public static string Show(string value) => Written(value, static (json, text) => json.WriteStringValue(text));

    private static string Written<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            write(json, value);
        }

        string text = Encoding.UTF8.GetString(buffer.WrittenSpan);
        return text.Length <= CharsMax ? text : TextLimits.Cut(text, CharsMax) + "...";
    }

    private static void Write(Utf8JsonWriter json, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (JsonProperty field in value.EnumerateObject().OrderBy(f => f.Name, StringComparer.Ordinal))
                {
                    json.WritePropertyName(field.Name);
                    Write(json, field.Value);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }
}
