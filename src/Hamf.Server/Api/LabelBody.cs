using System.Text.Json;
using Hamf.Pipeline.Labels;
using Hamf.Pipeline.Rows;

namespace Hamf.Server.Api;

/// <summary>Reads verdicts from a request: one object, an array of them, or <c>{"data": [...]}</c>.</summary>
internal static class LabelBody
{
    private const string DefaultSource = "api";

    /// <summary>Reads the labels; <paramref name="now"/> is the time of those that name none.</summary>
    public static (IReadOnlyList<Label>? Labels, ApiProblem? Problem) Read(ReadOnlyMemory<byte> json, int maxRows, DateTimeOffset now)
    {
        try
        {
            (BodyRows? rows, ApiProblem? problem) = BodyRowsReader.Read(json, maxRows);
            if (rows is null)
            {
                return (null, problem);
            }

            RejectList rejects = new();
            List<Label> labels = new(rows.Objects.Count);
            for (int i = 0; i < rows.Objects.Count; i++)
            {
                using JsonDocument document = JsonDocument.Parse(rows.Objects[i], new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = RowLimits.DepthMax });
                if (ReadOne(document.RootElement, i + 1, now, rejects) is { } label)
                {
                    labels.Add(label);
                }
            }

            return rejects.Count > 0 ? (null, ApiProblem.Invalid(rejects.Items)) : (labels, null);
        }
        catch (JsonException e)
        {
            return (null, ApiProblem.NotJson(e));
        }
    }

    private static Label? ReadOne(JsonElement item, int row, DateTimeOffset now, RejectList rejects) => LabelText.Read(
        row,
        TextOf(item, "event_id"),
        TextOf(item, "verdict"),
        item.TryGetProperty("source", out _) ? TextOf(item, "source") : DefaultSource,
        item.TryGetProperty("time", out _) ? TextOf(item, "time") : null,
        now,
        rejects);

    private static string TextOf(JsonElement item, string name) =>
        !item.TryGetProperty(name, out JsonElement value) ? "" : value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => "",
        };
}
