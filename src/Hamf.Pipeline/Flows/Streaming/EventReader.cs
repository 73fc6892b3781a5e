using System.Text.Json;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Validation;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>
/// Reads events of a topic as rows for scoring: without their label, because what arrives with an event is not a verdict. Only
/// <c>POST /labels</c> and its like count.
/// </summary>
internal static class EventReader
{
    /// <summary>Reads one flat object; what is wrong with it goes to <paramref name="rejects"/>.</summary>
    public static bool TryParse(JsonRowParser parser, ReadOnlyMemory<byte> json, Row row, List<Reject> rejects)
    {
        try
        {
            Utf8JsonReader reader = new(json.Span, RowLimits.JsonOptions);
            reader.Read();
            bool isValid = parser.TryRead(ref reader, row, 0, rejects);
            if (row.Schema.LabelIndex >= 0)
            {
                row.SetMissing(row.Schema.LabelIndex);
            }

            return isValid;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // The reader throws InvalidOperationException for text that is not UTF-8.
            rejects.Add(new Reject(0, "", "a JSON object in UTF-8", e.Message));
            return false;
        }
    }

    /// <summary>The id of an event without a key: <c>topic_1:17</c>, and <c>topic_1:17:2</c> for the third row of a record.</summary>
    public static string DerivedId(string topic, long offset, int index) => index == 0
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{topic}:{offset}")
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{topic}:{offset}:{index}");
}
