using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hamf.Pipeline.Registry.Packaging;

/// <summary>Writes <c>MLmodel</c> files.</summary>
public static class MlModelWriter
{
    // A text of JSON is a text of YAML too.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The file's text.</summary>
    /// <param name="model">What it says.</param>
    /// <param name="createdAt">When the model was made.</param>
    public static string Write(MlModel model, DateTimeOffset createdAt)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"artifact_path: {Quoted(model.ArtifactPath)}\nflavors:\n");
        foreach ((string name, IReadOnlyDictionary<string, string> settings) in model.Flavors.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {name}:\n");
            foreach ((string key, string value) in settings.OrderBy(s => s.Key, StringComparer.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $"    {key}: {Setting(value)}\n");
            }
        }

        if (model.RunId.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"run_id: {Quoted(model.RunId)}\n");
        }

        if (model.Inputs.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"signature:\n  inputs: {Quoted(Columns(model.Inputs))}\n  outputs: {Quoted(Columns(model.Outputs))}\n  params: null\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"utc_time_created: {Quoted(createdAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture))}\n");
        return text.ToString();
    }

    private static string Setting(string value) => value.Length == 0 ? "null" : value.StartsWith('[') || value.StartsWith('{') ? value : Quoted(value);

    private static string Columns(IReadOnlyList<SignatureColumn> columns) => JsonSerializer.Serialize(
        columns.Select(column => new Dictionary<string, object> { ["type"] = column.Type, ["name"] = column.Name, ["required"] = true }), Json);

    private static string Quoted(string text) => JsonSerializer.Serialize(text, Json);
}
