using System.Text;
using System.Text.Json;
using Hamf.Pipeline.Flows.Streaming;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Scoring;

namespace Hamf.Server.Api;

/// <summary>One field of an event as it may be shown.</summary>
internal readonly record struct EventField(string Name, string Value);

/// <summary>Reads an event's payload for people: known columns only, entities and personal values masked.</summary>
internal static class EventFields
{
    private const int MaxValueLength = 256;

    /// <summary>The fields, in the payload's order, or null when the detector that knows which are personal is not served.</summary>
    public static IReadOnlyList<EventField>? Of(ScoredEvent scored, LiveDetectors live)
    {
        if (!live.All.TryGetValue(scored.Detector, out LiveDetector? detector))
        {
            return null;
        }

        Dictionary<string, ColumnSpec> columns = ByName(detector.Schema);
        List<EventField> fields = [];
        try
        {
            Utf8JsonReader reader = new(scored.Payload.Span);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string name = reader.GetString()!;
                reader.Read();
                string value = ValueText(ref reader);
                if (columns.TryGetValue(name, out ColumnSpec? column))
                {
                    fields.Add(new EventField(name, IsShown(column) ? value : Masking.Mask(value)));
                }
            }
        }
        catch (JsonException)
        {
            // A payload that was scored was JSON; one that is damaged since is shown as far as it can be read.
        }

        return fields;
    }

    // The verdict that a simulated or replayed event brings along must not look like a label somebody gave.
    private static Dictionary<string, ColumnSpec> ByName(EventSchema schema)
    {
        Dictionary<string, ColumnSpec> columns = new(StringComparer.Ordinal);
        foreach (ColumnSpec column in schema.Columns.Where(c => c.Role != ColumnRole.Label))
        {
            foreach (string name in column.Aliases.Append(column.Name))
            {
                columns[name] = column;
            }
        }

        return columns;
    }

    private static bool IsShown(ColumnSpec column) => !column.Personal && column.Role != ColumnRole.Entity;

    private static string ValueText(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            string text = reader.GetString()!;
            return text.Length <= MaxValueLength ? text : text[..MaxValueLength] + "…";
        }

        if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
        {
            reader.Skip();
            return "";
        }

        return reader.TokenType == JsonTokenType.Null ? "" : Encoding.UTF8.GetString(reader.ValueSpan);
    }
}
