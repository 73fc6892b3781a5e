using System.Globalization;
using System.Text;
using System.Text.Json;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Alerts;

/// <summary>
/// The document attached to an alert's mail: a header and one row of CSV with the event's columns and the score. Personal values and entities
/// are masked; cells that a spreadsheet would run as a formula are quoted.
/// </summary>
public static class AlertReport
{
    /// <summary>Writes the document.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="scored">The scored event, or null while it is not stored yet: then only what the alert itself knows is there.</param>
    /// <param name="schema">The event's columns, or null when the detector is not served any more.</param>
    public static string ToCsv(Alert alert, ScoredEvent? scored, EventSchema? schema)
    {
        ArgumentNullException.ThrowIfNull(alert);
        List<(string Name, string Value)> cells = [];
        if (scored is not null && schema is not null)
        {
            AddEvent(cells, scored.Payload, schema);
        }

        cells.Add(("event_id", alert.EventId));
        cells.Add(("event_time", DateTimeOffset.FromUnixTimeMilliseconds(alert.TimeMs).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)));
        cells.Add(("entity", alert.Entity ?? ""));
        cells.Add(("fraud_probability", alert.Score.ToString("R", CultureInfo.InvariantCulture)));
        cells.Add(("threshold", alert.Threshold.ToString("R", CultureInfo.InvariantCulture)));
        cells.Add(("model_version", alert.ModelVersion.ToString(CultureInfo.InvariantCulture)));
        return Line(cells.Select(c => c.Name)) + Line(cells.Select(c => c.Value));
    }

    private static void AddEvent(List<(string Name, string Value)> cells, ReadOnlyMemory<byte> payload, EventSchema schema)
    {
        using JsonDocument json = JsonDocument.Parse(payload);
        for (int c = 0; c < schema.Columns.Count; c++)
        {
            ColumnSpec column = schema.Columns[c];
            if (c == schema.LabelIndex)
            {
                continue;
            }

            string value = column.Aliases.Prepend(column.Name).Select(name => ValueOf(json.RootElement, name)).FirstOrDefault(v => v is not null) ?? "";
            bool isHidden = column.Personal || column.Role == ColumnRole.Entity;
            cells.Add((column.Name, isHidden && value.Length > 0 ? Masking.Mask(value) : value));
        }
    }

    private static string? ValueOf(JsonElement root, string name) => !root.TryGetProperty(name, out JsonElement value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };

    private static string Line(IEnumerable<string> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    private static string Cell(string value)
    {
        // A leading sign of a number is left alone; anything else that starts a formula gets an apostrophe.
        bool isFormula = value.Length > 0 && "=+-@\t\r".Contains(value[0], StringComparison.Ordinal)
            && !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        string safe = isFormula ? "'" + value : value;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : new StringBuilder(safe).Replace("\"", "\"\"").Insert(0, '"').Append('"').ToString();
    }
}
