using Hamf.Models.Graph;
using Hamf.Models.Graph.Onnx;

namespace Hamf.Models.Formats.Onnx;

/// <summary>Imports a model from an ONNX file.</summary>
internal static class OnnxFile
{
    /// <summary>The metadata property under which Hamf writes the names of the columns, one per line.</summary>
    public const string FeatureNamesKey = "feature_names";

    private const int VersionField = 0x08;
    private const int GraphField = 7;
    private const int MaxFields = 200;

    /// <summary>
    /// Whether the content begins as ONNX does: the format has no mark, but a file starts with its version, and known fields lead to a graph.
    /// </summary>
    public static bool LooksLike(ReadOnlySpan<byte> content)
    {
        if (content.Length < 4 || content[0] != VersionField)
        {
            return false;
        }

        try
        {
            var reader = new WireReader(content, string.Empty);
            for (int i = 0; i < MaxFields && reader.Next(); i++)
            {
                if (reader.Field == GraphField || reader.Field > 25)
                {
                    return reader.Field == GraphField;
                }

                reader.Skip();
            }

            return false;
        }
        catch (ImportException)
        {
            return false;
        }
    }

    /// <summary>The model.</summary>
    /// <exception cref="ImportException">The file is damaged, or the model cannot be scored here.</exception>
    public static ImportedEstimator Read(ReadOnlyMemory<byte> content)
    {
        OnnxGraph graph = OnnxParser.Parse(content.Span);
        if (graph.Nodes.Count == 0 && graph.Outputs.Count == 0)
        {
            throw new ImportException(string.Empty, "the ONNX file holds a graph without nodes", "Take the file from its source again");
        }

        OnnxSignature signature = new(graph);
        OnnxProgram program = new(content, graph, signature);
        TreeEstimator? trees = OnnxTrees.TryBuild(graph, signature, program.Outputs);
        var notes = new List<string>();
        if (trees is not null)
        {
            notes.Add("ONNX does not tell how many training rows reached a node; explanations take every leaf as equally frequent.");
        }

        string version = $"{graph.Producer} {graph.ProducerVersion}".Trim();
        if (version.Length > 0)
        {
            notes.Add($"The file was written by {version}.");
        }

        return new ImportedEstimator(trees is null ? program : trees, signature.Names, "ONNX", $"opset {graph.Opset}", notes);
    }
}
