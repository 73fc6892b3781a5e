using System.Text.Json;
using System.Text.Json.Nodes;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Server.Mlflow;

/// <summary>Keeps, in a tag of a logged model, which versions were registered from it: MLflow's pages show them from there.</summary>
internal sealed class LoggedModelVersions(ILoggedModelStore models)
{
    private const string Tag = "mlflow.modelVersions";

    // The tag is read, extended and written: one after the other.
    private readonly Lock _one = new();

    /// <summary>Adds a version, unless it is there.</summary>
    public void Add(string modelId, string name, int version)
    {
        lock (_one)
        {
            string? text = models.Find(modelId)?.Tags.FirstOrDefault(tag => tag.Key == Tag).Value;
            List<(string Name, int Version)> versions = Read(text);
            if (!versions.Contains((name, version)))
            {
                models.SetTags(modelId, [new KeyValuePair<string, string>(Tag, Write([.. versions, (name, version)]))]);
            }
        }
    }

    // Any client may set the tag: what is no list of versions counts as none.
    private static List<(string Name, int Version)> Read(string? text)
    {
        try
        {
            return text is not null && JsonNode.Parse(text) is JsonArray list ? [.. list.Select(Read).OfType<(string, int)>()] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static (string Name, int Version)? Read(JsonNode? node) =>
        node is JsonObject item && item["name"] is JsonValue name && name.TryGetValue(out string? text)
        && item["version"] is JsonValue version && version.TryGetValue(out int number)
            ? (text, number)
            : null;

    // Blanks as Python's json writes them: clients compare the text.
    private static string Write(IEnumerable<(string Name, int Version)> versions) =>
        $"[{string.Join(", ", versions.Select(v => $$"""{"name": {{JsonSerializer.Serialize(v.Name)}}, "version": {{v.Version}}}"""))}]";
}
