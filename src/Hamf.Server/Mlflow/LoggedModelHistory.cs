using System.Buffers;
using System.Text;
using System.Text.Json;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Server.Mlflow;

/// <summary>What clients before MLflow 3 log of a model: its MLmodel as JSON, appended to a list in a tag of the run. Thread-safe.</summary>
internal sealed class LoggedModelHistory(ITrackingStore tracking)
{
    private const string Tag = "mlflow.log-model.history";
    private const int CharsMax = 1_000_000;

    private static readonly string[] Needed = ["artifact_path", "flavors", "run_id", "utc_time_created"];

    // The list is read, extended and written back.
    private readonly Lock _appending = new();

    /// <summary>Adds a model to a run's list.</summary>
    /// <exception cref="RegistryException">The text is no MLmodel, or the run takes none.</exception>
    public void Add(string runId, string modelJson)
    {
        using JsonDocument model = Parse(modelJson);
        lock (_appending)
        {
            TrackedRun run = tracking.FindRun(runId) ?? throw WireIds.NoRun(runId);
            string list = Append(run.Tags.FirstOrDefault(tag => tag.Key == Tag).Value, model.RootElement);
            TextLimits.Check(Tag, list, CharsMax);
            tracking.Log(runId, new RunBatch([], [], [KeyValuePair.Create(Tag, list)]));
        }
    }

    private static JsonDocument Parse(string modelJson)
    {
        JsonDocument? model = null;
        try
        {
            model = JsonDocument.Parse(modelJson);
        }
        catch (JsonException)
        {
            // Said below, in the same words as for JSON that is no object.
        }

        if (model is not { RootElement.ValueKind: JsonValueKind.Object })
        {
            model?.Dispose();
            throw RegistryException.Invalid("Malformed model info: 'model_json' is no JSON object.");
        }

        string[] missing = [.. Needed.Where(field => !model.RootElement.TryGetProperty(field, out _))];
        if (missing.Length > 0)
        {
            model.Dispose();
            throw RegistryException.Invalid($"Model json is missing mandatory fields: {string.Join(", ", missing)}.");
        }

        return model;
    }

    private static string Append(string? list, JsonElement model)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            using (JsonDocument? known = Known(list))
            {
                foreach (JsonElement earlier in known?.RootElement.EnumerateArray() ?? default)
                {
                    earlier.WriteTo(json);
                }

                model.WriteTo(json);
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    // Anybody may write the tag; what is no list there is replaced.
    private static JsonDocument? Known(string? list)
    {
        if (string.IsNullOrEmpty(list))
        {
            return null;
        }

        try
        {
            JsonDocument known = JsonDocument.Parse(list);
            if (known.RootElement.ValueKind == JsonValueKind.Array)
            {
                return known;
            }

            known.Dispose();
        }
        catch (JsonException)
        {
            // No list either.
        }

        return null;
    }
}
