using System.Globalization;
using System.Text.Json;
using Hamf.Pipeline.Labels;
using Hamf.Pipeline.Rows;

namespace Hamf.Server.Api;

/// <summary>Reads verdicts from a request: one object, an array of them, or <c>{"data": [...]}</c>.</summary>
internal static class LabelBody
{
    private const int MaxTextLength = 256;
    private const string DefaultSource = "api";

    private static readonly string[] PositiveWords = ["1", "true", "fraud", "phishing", "positive", "yes"];
    private static readonly string[] NegativeWords = ["0", "false", "legit", "legitimate", "genuine", "negative", "no"];

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
                using JsonDocument document = JsonDocument.Parse(rows.Objects[i], new JsonDocumentOptions { AllowDuplicateProperties = false });
                if (ReadOne(document.RootElement, i + 1, now, rejects) is { } label)
                {
                    labels.Add(label);
                }
            }

            return rejects.Count > 0 ? (null, ApiProblem.Invalid(rejects.Items)) : (labels, null);
        }
        catch (JsonException e)
        {
            return (null, ApiProblem.BadRequest("The body is not JSON as expected: " + e.Message));
        }
    }

    private static Label? ReadOne(JsonElement item, int row, DateTimeOffset now, RejectList rejects)
    {
        int before = rejects.Count;
        string id = TextOf(item, "event_id");
        if (id.Length is 0 or > MaxTextLength)
        {
            rejects.Add(new Reject(row, "event_id", $"the event's id, 1 to {MaxTextLength} characters", Cut(id)));
        }

        string verdict = TextOf(item, "verdict");
        bool positive = PositiveWords.Contains(verdict, StringComparer.OrdinalIgnoreCase);
        if (!positive && !NegativeWords.Contains(verdict, StringComparer.OrdinalIgnoreCase))
        {
            rejects.Add(new Reject(row, "verdict", "true, false, 1, 0, \"fraud\" or \"legit\"", Cut(verdict)));
        }

        string source = item.TryGetProperty("source", out _) ? TextOf(item, "source") : DefaultSource;
        if (source.Length is 0 or > MaxTextLength)
        {
            rejects.Add(new Reject(row, "source", $"who says so, 1 to {MaxTextLength} characters", Cut(source)));
        }

        DateTimeOffset at = now;
        if (item.TryGetProperty("time", out JsonElement time) && !TryTime(time, out at))
        {
            rejects.Add(new Reject(row, "time", "an ISO 8601 time with zone, or Unix milliseconds", Cut(TextOf(item, "time"))));
        }

        return rejects.Count == before ? new Label(id, positive, source, at) : null;
    }

    private static string TextOf(JsonElement item, string name) =>
        !item.TryGetProperty(name, out JsonElement value) ? "" : value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => "",
        };

    private static bool TryTime(JsonElement value, out DateTimeOffset at)
    {
        at = default;
        if (value.ValueKind == JsonValueKind.Number)
        {
            const long LastMs = 253_402_300_799_999;
            bool isMs = value.TryGetInt64(out long ms) && ms is >= 0 and <= LastMs;
            at = DateTimeOffset.FromUnixTimeMilliseconds(isMs ? ms : 0);
            return isMs;
        }

        return value.ValueKind == JsonValueKind.String
            && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out at);
    }

    private static string Cut(string text) => text.Length <= 64 ? text : text[..64];
}
