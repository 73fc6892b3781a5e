using System.Text.Json;

namespace Hamf.Models.Formats.Boosting;

/// <summary>Reads JSON text with limits.</summary>
internal static class JsonDocuments
{
    /// <summary>The document in a JSON text.</summary>
    /// <param name="content">The whole text in UTF-8.</param>
    /// <param name="areSingles">Whether the library reads a number with a fraction or a power as a float: it is rounded once, to that.</param>
    /// <exception cref="ImportException">It is no JSON, or too deep.</exception>
    public static DocumentNode Read(ReadOnlySpan<byte> content, bool areSingles)
    {
        content = content.IndexOf("NaN"u8) < 0 ? content : WithoutNaN(content);
        var builder = new DocumentBuilder("JSON", content.Length);
        var reader = new Utf8JsonReader(content, new JsonReaderOptions { MaxDepth = DocumentBuilder.MaxDepth });
        try
        {
            while (reader.Read())
            {
                Take(builder, ref reader, areSingles);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // The two others are texts with broken escapes and numbers out of range.
            throw new ImportException(string.Empty, $"the JSON is damaged near byte {reader.BytesConsumed}", "Copy the file again", e);
        }

        return builder.Root ?? throw new ImportException(string.Empty, "the JSON is empty");
    }

    private static void Take(DocumentBuilder builder, ref Utf8JsonReader reader, bool areSingles)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                builder.BeginObject();
                break;
            case JsonTokenType.StartArray:
                builder.BeginList();
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                builder.End();
                break;
            case JsonTokenType.PropertyName:
                builder.Name(reader.GetString()!);
                break;
            case JsonTokenType.String:
                builder.Add(new DocumentNode { Text = reader.GetString() });
                break;
            case JsonTokenType.Number:
                builder.Add(Number(ref reader, areSingles));
                break;
            default:
                builder.Add(reader.TokenType == JsonTokenType.True ? DocumentNode.True
                    : reader.TokenType == JsonTokenType.False ? DocumentNode.False
                    : DocumentNode.Null);
                break;
        }
    }

    private static double Number(ref Utf8JsonReader reader, bool areSingles) =>
        reader.TryGetInt64(out long whole) && reader.ValueSpan is not [(byte)'-', (byte)'0', ..] ? whole
        : areSingles ? reader.GetSingle()
        : reader.GetDouble();

    // NaN is no JSON, but XGBoost and Python write it; null stands for it.
    private static byte[] WithoutNaN(ReadOnlySpan<byte> content)
    {
        var text = new List<byte>(content.Length + (content.Length / 8));
        bool isInText = false;
        for (int i = 0; i < content.Length; i++)
        {
            byte at = content[i];
            if (at == (byte)'N' && !isInText && content[i..].StartsWith("NaN"u8))
            {
                text.AddRange("null"u8);
                i += 2;
                continue;
            }

            text.Add(at);
            if (isInText && at == (byte)'\\' && i + 1 < content.Length)
            {
                text.Add(content[++i]);
            }
            else if (at == (byte)'"')
            {
                isInText = !isInText;
            }
        }

        return [.. text];
    }
}
