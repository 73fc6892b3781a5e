using System.Globalization;
using System.Text.Json;
using Hamf.Pipeline.Flows.Streaming;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Scoring;

namespace Hamf.Server.Api;

/// <summary>The forms of an answer; each body of the source systems gets its own.</summary>
internal enum PredictForm
{
    /// <summary><c>{"fraud_probability": p}</c>.</summary>
    Probability,

    /// <summary><c>{"predictions": [0, 1]}</c>.</summary>
    Decisions,

    /// <summary><c>{"prediction": "0"}</c>, and for other than one row <c>{"predictions": ["0", "1"]}</c>: no row is dropped.</summary>
    Split,

    /// <summary>Label, score and reasons of a URL.</summary>
    Url,

    /// <summary>Everything known about one score.</summary>
    Rich,

    /// <summary>Everything known about each score.</summary>
    RichList,
}

/// <summary>One event's id, where it has one, and its score.</summary>
internal readonly record struct ScoredRow(string? EventId, Prediction Prediction);

/// <summary>The answer to a scoring request.</summary>
/// <param name="Detector">Which detector scored.</param>
/// <param name="Form">How to write it.</param>
/// <param name="Rows">The scores, in the order of the request.</param>
internal sealed record PredictReply(LiveDetector Detector, PredictForm Form, IReadOnlyList<ScoredRow> Rows)
{
    /// <summary>The URL asked about, for <see cref="PredictForm.Url"/>.</summary>
    public string? Url { get; init; }

    /// <summary>The URL if that is all the object holds, else null.</summary>
    /// <exception cref="JsonException">The bytes are not JSON.</exception>
    public static string? OnlyUrl(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json);
        reader.Read();
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("url"u8))
        {
            return null;
        }

        reader.Read();
        string? url = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return reader.Read() && reader.TokenType == JsonTokenType.EndObject ? url : null;
    }

    public void Write(Utf8JsonWriter json)
    {
        switch (Form)
        {
            case PredictForm.Probability:
                json.WriteStartObject();
                json.WriteNumber("fraud_probability"u8, Rows[0].Prediction.Score);
                json.WriteEndObject();
                break;
            case PredictForm.Rich or PredictForm.Url:
                WriteRich(json, Rows[0]);
                break;
            default:
                WriteList(json);
                break;
        }
    }

    private void WriteList(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (Form == PredictForm.Split && Rows.Count == 1)
        {
            json.WriteString("prediction"u8, DecisionText(Rows[0]));
            json.WriteEndObject();
            return;
        }

        json.WriteStartArray("predictions"u8);
        foreach (ScoredRow row in Rows)
        {
            switch (Form)
            {
                case PredictForm.RichList:
                    WriteRich(json, row);
                    break;
                case PredictForm.Split:
                    json.WriteStringValue(DecisionText(row));
                    break;
                default:
                    json.WriteNumberValue(row.Prediction.Decision ? 1 : 0);
                    break;
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteRich(Utf8JsonWriter json, ScoredRow row)
    {
        Prediction prediction = row.Prediction;
        json.WriteStartObject();
        if (Form == PredictForm.Url)
        {
            json.WriteString("url"u8, Url);
            json.WriteString("label"u8, prediction.Decision ? PositiveLabel(Detector.Schema) : "legitimate");
        }

        if (row.EventId is not null)
        {
            json.WriteString("event_id"u8, row.EventId);
        }

        json.WriteNumber("score"u8, prediction.Score);
        json.WriteNumber("decision"u8, prediction.Decision ? 1 : 0);
        json.WriteNumber("threshold"u8, prediction.Threshold);
        json.WriteString("model"u8, Detector.Name);
        json.WriteNumber("version"u8, prediction.Version);
        WriteReasons(json, prediction.Reasons);
        json.WriteEndObject();
    }

    /// <summary>Writes <c>reasons</c>.</summary>
    public static void WriteReasons(Utf8JsonWriter json, IReadOnlyList<Reason> reasons)
    {
        json.WriteStartArray("reasons"u8);
        foreach (Reason reason in reasons)
        {
            json.WriteStartObject();
            json.WriteString("feature"u8, reason.Feature);
            json.WriteString("value"u8, reason.Value);
            json.WriteMetric("contribution", reason.Contribution);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // A data set that codes its classes as numbers has no word for the positive one.
    private static string PositiveLabel(EventSchema schema)
    {
        string positive = schema.LabelIndex < 0 ? "" : schema.Columns[schema.LabelIndex].Positive;
        bool isWord = positive.Length > 0 && !double.TryParse(positive, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        return isWord ? positive : "phishing";
    }

    private static string DecisionText(ScoredRow row) => row.Prediction.Decision ? "1" : "0";
}
