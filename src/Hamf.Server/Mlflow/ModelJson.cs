using System.Globalization;
using System.Text.Json;
using Hamf.Pipeline.Registry;

namespace Hamf.Server.Mlflow;

/// <summary>Registered models and versions as answers hold them. A version's number is text.</summary>
internal static class ModelJson
{
    /// <summary>Writes a registered model as a property.</summary>
    public static void WriteModel(this Utf8JsonWriter json, RegisteredModel model)
    {
        json.WritePropertyName("registered_model");
        WriteModelValue(json, model);
    }

    /// <summary>Writes a version as a property.</summary>
    public static void WriteVersion(this Utf8JsonWriter json, RegisteredVersion version)
    {
        json.WritePropertyName("model_version");
        WriteVersionValue(json, version);
    }

    /// <summary>Writes a registered model.</summary>
    public static void WriteModelValue(Utf8JsonWriter json, RegisteredModel model)
    {
        json.WriteStartObject();
        json.WriteString("name", model.Name);
        json.WriteNumber("creation_timestamp", model.CreatedMs);
        json.WriteNumber("last_updated_timestamp", model.UpdatedMs);
        WriteFilled(json, "description", model.Description);
        json.WriteList("latest_versions", model.LatestVersions, WriteVersionValue);
        json.WritePairs("tags", model.Tags);
        json.WriteList("aliases", model.Aliases, static (json, alias) =>
        {
            json.WriteStartObject();
            json.WriteString("alias", alias.Key);
            json.WriteString("version", Number(alias.Value));
            json.WriteEndObject();
        });
        json.WriteEndObject();
    }

    /// <summary>Writes a version.</summary>
    public static void WriteVersionValue(Utf8JsonWriter json, RegisteredVersion version)
    {
        json.WriteStartObject();
        json.WriteString("name", version.Name);
        json.WriteString("version", Number(version.Version));
        json.WriteNumber("creation_timestamp", version.CreatedMs);
        json.WriteNumber("last_updated_timestamp", version.UpdatedMs);
        WriteFilled(json, "user_id", version.UserId);
        json.WriteString("current_stage", version.Stage.ToString());
        WriteFilled(json, "description", version.Description);
        json.WriteString("source", version.Source);
        json.WriteString("run_id", version.RunId);
        json.WriteString("status", "READY");
        json.WritePairs("tags", version.Tags);
        json.WriteString("run_link", version.RunLink);
        json.WriteList("aliases", version.Aliases, static (json, alias) => json.WriteStringValue(alias));
        WriteFilled(json, "model_id", version.ModelId);
        json.WriteEndObject();
    }

    private static void WriteFilled(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, value);
        }
    }

    private static string Number(int version) => version.ToString(CultureInfo.InvariantCulture);
}
