using System.Text.Json;
using Hamf.Pipeline.Registry;

namespace Hamf.Server.Api;

/// <summary>A model with all its versions and the moves of its champion, as shown.</summary>
internal sealed record ModelView(string Name, int? Serving, IReadOnlyList<ModelVersion> Versions, IReadOnlyList<AliasChange> Moves)
{
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name", Name);
        WriteNumber(json, "serving", Serving);
        json.WriteStartArray("versions");
        foreach (ModelVersion version in Versions)
        {
            Write(json, version);
        }

        json.WriteEndArray();
        json.WriteStartArray("champion_history");
        foreach (AliasChange move in Moves)
        {
            json.WriteStartObject();
            json.WriteString("at", HttpText.Iso(move.At));
            WriteNumber(json, "from", move.From);
            WriteNumber(json, "to", move.To);
            json.WriteString("actor", move.Actor);
            json.WriteString("reason", move.Reason);
            json.WritePropertyName("evidence");
            json.WriteRawValue(move.Evidence ?? "null");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ModelVersion version)
    {
        json.WriteStartObject();
        json.WriteNumber("version", version.Version);
        json.WriteString("created_at", HttpText.Iso(version.CreatedAt));
        json.WriteString("run_id", version.RunId);
        json.WriteString("bundle_digest", version.BundleDigest);
        json.WriteStartArray("aliases");
        foreach (string alias in version.Aliases)
        {
            json.WriteStringValue(alias);
        }

        json.WriteEndArray();
        json.WriteStartObject("metrics");
        foreach ((string name, double value) in version.Metrics)
        {
            json.WriteMetric(name, value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
