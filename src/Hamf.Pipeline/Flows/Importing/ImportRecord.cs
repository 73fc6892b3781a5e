using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hamf.Models.Formats;
using Hamf.Pipeline.Detectors.Reading;
using Hamf.Models.Data;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Flows.Importing;

/// <summary>What an import leaves in its run.</summary>
internal static class ImportRecord
{
    /// <summary>The tag that holds the digest of files and options.</summary>
    public const string FingerprintTag = "import_fingerprint";

    /// <summary>The tag that is there once the originals were removed.</summary>
    public const string RemovedTag = "originals_removed";

    /// <summary>Where the run keeps the original files.</summary>
    public const string OriginalsFolder = "original/";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What was set or decided.</summary>
    public static Dictionary<string, string> Parameters(ImportResult result) => new(StringComparer.Ordinal)
    {
        ["algorithm"] = result.Model.Algorithm,
        ["positive_class"] = result.Positive ?? "none",
        ["threshold"] = result.Threshold.ToString("R", CultureInfo.InvariantCulture),
        ["features"] = result.Model.Features.Count.ToString(CultureInfo.InvariantCulture),
        ["classes"] = result.Classes.Count.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Where it came from, in words.</summary>
    /// <param name="result">The model.</param>
    /// <param name="files">Name and SHA-256 of each file.</param>
    /// <param name="fingerprint">The digest of files and options.</param>
    public static Dictionary<string, string> Tags(ImportResult result, IReadOnlyList<(string Name, string Digest)> files, string fingerprint)
    {
        Dictionary<string, string> tags = new(StringComparer.Ordinal)
        {
            ["source"] = "import",
            [FingerprintTag] = fingerprint,
            ["original_files"] = string.Join("\n", files.Select(file => $"{file.Digest}  {file.Name}")),
            ["libraries"] = string.Join(", ", result.Libraries),
        };
        if (result.Warnings.Count > 0)
        {
            tags["warnings"] = string.Join("\n", result.Warnings);
        }

        return tags;
    }

    /// <summary>The report for people.</summary>
    public static string Text(ImportResult result, IReadOnlyList<(string Name, string Digest)> files)
    {
        var text = new StringBuilder("Imported model\n\nFiles (SHA-256)\n");
        foreach ((string name, string digest) in files)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {digest}  {name}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\nModel\n  {result.Model.Algorithm}: {ModelOutputs.Describe(result.Model)}\n");
        text.Append(CultureInfo.InvariantCulture, $"  threshold {result.Threshold:R}, positive class {result.Positive ?? "none"}, classes {(result.Classes.Count == 0 ? "none" : string.Join(", ", result.Classes))}\n");
        text.Append(CultureInfo.InvariantCulture, $"  written by {(result.Libraries.Count == 0 ? "an unnamed library" : string.Join(", ", result.Libraries))}\n\nInputs\n");
        foreach (FeatureInfo input in result.Model.Features)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {input.Name}: {ChoiceNames<FeatureKind>.Of(input.Kind)}\n");
        }

        Section(text, "What was recognised", result.Notes);
        Section(text, "Warnings", result.Warnings);
        return text.ToString();
    }

    /// <summary>The same for programs.</summary>
    public static byte[] Json(ImportResult result, IReadOnlyList<(string Name, string Digest)> files) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["files"] = new JsonArray([.. files.Select(file => (JsonNode)new JsonObject { ["name"] = file.Name, ["sha256"] = file.Digest })]),
        ["algorithm"] = result.Model.Algorithm,
        ["output"] = ChoiceNames<Models.Graph.OutputKind>.Of(result.Model.Output),
        ["classes"] = Texts(result.Classes),
        ["positive"] = result.Positive,
        ["threshold"] = result.Threshold,
        ["inputs"] = new JsonArray([.. result.Model.Features.Select(input => (JsonNode)new JsonObject { ["name"] = input.Name, ["kind"] = ChoiceNames<FeatureKind>.Of(input.Kind) })]),
        ["libraries"] = Texts(result.Libraries),
        ["notes"] = Texts(result.Notes),
        ["warnings"] = Texts(result.Warnings),
    }.ToJsonString(Indented));

    private static void Section(StringBuilder text, string title, IReadOnlyList<string> lines)
    {
        if (lines.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{title}\n");
        }

        foreach (string line in lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {line}\n");
        }
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)JsonValue.Create(text))]);
}
