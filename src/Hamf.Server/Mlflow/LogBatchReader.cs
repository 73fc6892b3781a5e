using System.Text.Json;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Server.Mlflow;

/// <summary>
/// Reads the body of <c>runs/log-batch</c> straight into a batch. It is the call that training loops wait for, so nothing is made of it on the
/// way; <see cref="WireFields"/> reads the same rules from a document, and a test holds both to the same answers.
/// </summary>
internal static class LogBatchReader
{
    /// <summary>Reads and checks a batch.</summary>
    /// <exception cref="JsonException">The body is not JSON.</exception>
    /// <exception cref="RegistryException">A field is missing, of the wrong type, or over a limit.</exception>
    public static (string RunId, RunBatch Batch) Read(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            throw WireFault.Missing("run_id");
        }

        var json = new Utf8JsonReader(body.Span);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            throw RegistryException.Invalid("The body is not a JSON object.");
        }

        string? runId = null;
        string? runUuid = null;
        List<MetricPoint> metrics = [];
        List<KeyValuePair<string, string>> parameters = [];
        List<KeyValuePair<string, string>> tags = [];
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("metrics"u8))
            {
                metrics = BatchMetricReader.Read(ref json);
            }
            else if (json.ValueTextEquals("params"u8))
            {
                parameters = BatchPairReader.Read(ref json, "params", MlflowLimits.BatchParamsMax, RunTags.Param);
            }
            else if (json.ValueTextEquals("tags"u8))
            {
                tags = BatchPairReader.Read(ref json, "tags", MlflowLimits.BatchTagsMax, RunTags.Tag);
            }
            else if (json.ValueTextEquals("run_id"u8) || json.ValueTextEquals("runId"u8))
            {
                runId = BatchValues.Text(ref json, BatchPlace.Root, "run_id");
            }
            else if (json.ValueTextEquals("run_uuid"u8) || json.ValueTextEquals("runUuid"u8))
            {
                runUuid = BatchValues.Text(ref json, BatchPlace.Root, "run_uuid");
            }
            else
            {
                json.Skip();
            }
        }

        // Whatever follows the object is an error of its own.
        _ = json.Read();
        string id = runId is { Length: > 0 } ? runId : runUuid is { Length: > 0 } ? runUuid : throw WireFault.Missing("run_id");
        CheckTotal(metrics.Count + parameters.Count + tags.Count);
        return (id, new RunBatch(metrics, parameters, tags));
    }

    private static void CheckTotal(int count)
    {
        if (count > MlflowLimits.BatchEntitiesMax)
        {
            throw BatchValues.TooMany("metrics, params, and tags", MlflowLimits.BatchEntitiesMax);
        }
    }
}
