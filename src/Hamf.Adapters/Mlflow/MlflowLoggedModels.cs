using System.Globalization;
using System.Text.Json;
using Hamf.Pipeline.Registry.External;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Mlflow;

/// <summary>Logged models of a server; one before MLflow 3 has none. Thread-safe.</summary>
internal sealed class MlflowLoggedModels(MlflowCalls calls)
{
    private static readonly JsonElement Nothing = JsonDocument.Parse("{}").RootElement;

    /// <summary>A page of an experiment's models.</summary>
    public async Task<JsonElement> PageAsync(long experimentId, int max, string? page, CancellationToken cancellation)
    {
        try
        {
            return await calls.PostAsync("logged-models/search", json => WriteSearch(json, experimentId, max, page), cancellation).ConfigureAwait(false);
        }
        catch (TrackingException e) when (e.Error is TrackingError.Unsupported)
        {
            return Nothing;
        }
    }

    /// <summary>The model with all points of its metrics, or null.</summary>
    public async Task<LoggedModel?> FindAsync(string modelId, CancellationToken cancellation)
    {
        try
        {
            JsonElement answer = await calls.GetAsync($"logged-models/{Uri.EscapeDataString(modelId)}", [], cancellation).ConfigureAwait(false);
            return WireReader.LoggedModel(calls.Part("logged-models", answer, "model"));
        }
        catch (TrackingException e) when (e.Error is TrackingError.Missing or TrackingError.Unsupported)
        {
            return null;
        }
    }

    private static void WriteSearch(Utf8JsonWriter json, long experimentId, int max, string? page)
    {
        json.WriteStartArray("experiment_ids");
        json.WriteStringValue(experimentId.ToString(CultureInfo.InvariantCulture));
        json.WriteEndArray();
        json.WriteNumber("max_results", max);
        json.WriteStartArray("order_by");
        json.WriteStartObject();
        json.WriteString("field_name", "creation_timestamp");
        json.WriteBoolean("ascending", true);
        json.WriteEndObject();
        json.WriteEndArray();
        if (page is not null)
        {
            json.WriteString("page_token", page);
        }
    }
}
