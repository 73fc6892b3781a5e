using System.Text.Json;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Server.Mlflow;

/// <summary>Reads the metrics of a batch.</summary>
internal static class BatchMetricReader
{
    /// <summary>Reads the list that follows the reader's property name.</summary>
    public static List<MetricPoint> Read(ref Utf8JsonReader json)
    {
        List<MetricPoint> points = [];
        if (!BatchValues.StartArray(ref json, "metrics"))
        {
            return points;
        }

        string lastKey = "";
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (points.Count == MlflowLimits.BatchMetricsMax)
            {
                throw BatchValues.TooMany("metrics", MlflowLimits.BatchMetricsMax);
            }

            MetricPoint point = ReadOne(ref json, new BatchPlace("metrics", points.Count), lastKey);
            points.Add(point);
            lastKey = point.Key;
        }

        return points;
    }

    private static MetricPoint ReadOne(ref Utf8JsonReader json, BatchPlace place, string lastKey)
    {
        BatchValues.RequireObject(ref json, place);
        var fields = default(Fields);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            ReadField(ref json, ref fields, place, lastKey);
        }

        string key = fields.Key is { Length: > 0 } text ? text : throw WireFault.Missing(place.Prefix + "key");
        double value = fields.Value ?? throw WireFault.Missing(place.Prefix + "value");
        long timestampMs = fields.TimestampMs ?? throw WireFault.Missing(place.Prefix + "timestamp");

        // A key that was good for the point before is good for this one.
        if (!ReferenceEquals(key, lastKey) || timestampMs < 0)
        {
            MetricRules.Check(place.Prefix, key, timestampMs);
        }

        return new MetricPoint(key, value, timestampMs, fields.Step ?? 0)
        {
            ModelId = Link(fields.ModelId, place, "model_id", MlflowLimits.ModelIdCharsMax),
            DatasetName = Link(fields.DatasetName, place, "dataset_name", MlflowLimits.DatasetNameCharsMax),
            DatasetDigest = Link(fields.DatasetDigest, place, "dataset_digest", MlflowLimits.DatasetDigestCharsMax),
        };
    }

    // The place is put into words only where there is something to check.
    private static string? Link(string? text, BatchPlace place, string field, int max) =>
        text is null || text.Length <= max ? MetricRules.Optional(text) : MetricRules.Link(place.Prefix, field, text, max);

    private static void ReadField(ref Utf8JsonReader json, ref Fields fields, BatchPlace place, string lastKey)
    {
        if (json.ValueTextEquals("key"u8))
        {
            fields.Key = BatchValues.Text(ref json, place, "key", lastKey);
        }
        else if (json.ValueTextEquals("value"u8))
        {
            fields.Value = BatchValues.Double(ref json, place, "value");
        }
        else if (json.ValueTextEquals("timestamp"u8))
        {
            fields.TimestampMs = BatchValues.Long(ref json, place, "timestamp");
        }
        else if (json.ValueTextEquals("step"u8))
        {
            fields.Step = BatchValues.Long(ref json, place, "step");
        }
        else if (json.ValueTextEquals("model_id"u8) || json.ValueTextEquals("modelId"u8))
        {
            fields.ModelId = BatchValues.Text(ref json, place, "model_id", fields.ModelId);
        }
        else if (json.ValueTextEquals("dataset_name"u8) || json.ValueTextEquals("datasetName"u8))
        {
            fields.DatasetName = BatchValues.Text(ref json, place, "dataset_name", fields.DatasetName);
        }
        else if (json.ValueTextEquals("dataset_digest"u8) || json.ValueTextEquals("datasetDigest"u8))
        {
            fields.DatasetDigest = BatchValues.Text(ref json, place, "dataset_digest", fields.DatasetDigest);
        }
        else
        {
            json.Skip();
        }
    }

    private struct Fields
    {
        public string? Key;
        public double? Value;
        public long? TimestampMs;
        public long? Step;
        public string? ModelId;
        public string? DatasetName;
        public string? DatasetDigest;
    }
}
