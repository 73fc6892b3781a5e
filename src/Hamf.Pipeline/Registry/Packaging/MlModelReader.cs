using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Hamf.Pipeline.Registry.Packaging;

/// <summary>Reads <c>MLmodel</c> files of any MLflow version. What it does not know is passed over.</summary>
public static class MlModelReader
{
    private const int CharactersMax = 4 << 20;
    private const int ColumnsMax = 100_000;

    /// <summary>Reads the file's text.</summary>
    /// <exception cref="InvalidDataException">It is no MLmodel file; the message says why.</exception>
    public static MlModel Read(string text)
    {
        if (text.Length > CharactersMax)
        {
            throw new InvalidDataException($"MLmodel has {text.Length} characters; at most {CharactersMax} are read.");
        }

        YamlMappingNode root = Root(text);
        if (Child(root, "flavors") is not YamlMappingNode flavors)
        {
            throw new InvalidDataException("MLmodel names no flavors, so nothing says how the model is loaded.");
        }

        YamlMappingNode? signature = Child(root, "signature") as YamlMappingNode;
        return new MlModel
        {
            Flavors = flavors.Children
                .Where(flavor => flavor is { Key: YamlScalarNode, Value: YamlMappingNode })
                .ToDictionary(flavor => TextOf(flavor.Key), IReadOnlyDictionary<string, string> (flavor) => Settings((YamlMappingNode)flavor.Value), StringComparer.Ordinal),
            Inputs = Columns(signature, "inputs"),
            Outputs = Columns(signature, "outputs"),
            ArtifactPath = TextOf(Child(root, "artifact_path")),
            RunId = TextOf(Child(root, "run_id")),
        };
    }

    private static YamlMappingNode Root(string text)
    {
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            return yaml.Documents is [{ RootNode: YamlMappingNode root }, ..]
                ? root
                : throw new InvalidDataException("MLmodel is not a list of settings.");
        }
        catch (YamlException e)
        {
            throw new InvalidDataException($"MLmodel is not YAML (line {e.Start.Line}): {e.Message}", e);
        }
    }

    private static YamlNode? Child(YamlMappingNode node, string key) =>
        node.Children.FirstOrDefault(child => child.Key is YamlScalarNode { Value: { } name } && name == key).Value;

    private static string TextOf(YamlNode? node) => (node as YamlScalarNode)?.Value ?? string.Empty;

    private static Dictionary<string, string> Settings(YamlMappingNode flavor) => flavor.Children
        .Where(setting => setting is { Key: YamlScalarNode, Value: YamlScalarNode })
        .ToDictionary(setting => TextOf(setting.Key), setting => TextOf(setting.Value), StringComparer.Ordinal);

    // The columns are JSON inside a text.
    private static List<SignatureColumn> Columns(YamlMappingNode? signature, string side)
    {
        if (signature is null || Child(signature, side) is not YamlScalarNode { Value: { Length: > 0 } json })
        {
            return [];
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Array && document.RootElement.GetArrayLength() <= ColumnsMax
                && document.RootElement.EnumerateArray().All(IsColumn)
                ? [.. document.RootElement.EnumerateArray().Select(column => new SignatureColumn(Text(column, "name"), Text(column, "type")))]
                : [];
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The {side} of MLmodel's signature are not JSON.", e);
        }
    }

    private static bool IsColumn(JsonElement column) => column.ValueKind == JsonValueKind.Object && Text(column, "type") is not ("" or "tensor");

    private static string Text(JsonElement column, string name) =>
        column.TryGetProperty(name, out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : string.Empty;
}
