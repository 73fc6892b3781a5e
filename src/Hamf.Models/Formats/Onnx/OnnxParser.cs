namespace Hamf.Models.Formats.Onnx;

/// <summary>Reads an ONNX file as far as models without control flow need it.</summary>
internal static class OnnxParser
{
    private const int MaxNodes = 100_000;
    private const long MaxOpset = 1000;

    /// <summary>The graph.</summary>
    /// <exception cref="ImportException">The file is damaged, or uses what is not supported.</exception>
    public static OnnxGraph Parse(ReadOnlySpan<byte> content)
    {
        var graph = new GraphReader();
        var opsets = new Dictionary<string, long>(StringComparer.Ordinal);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        (string producer, string version, bool hasGraph) = (string.Empty, string.Empty, false);
        var model = new WireReader(content, string.Empty);
        while (model.Next())
        {
            switch (model.Field)
            {
                case 2:
                    producer = model.Text();
                    break;
                case 3:
                    version = model.Text();
                    break;
                case 7 when !hasGraph:
                    graph.Read(model.Message("graph"));
                    hasGraph = true;
                    break;
                case 8:
                    AddOpset(model.Message("opset_import"), opsets);
                    break;
                case 14:
                    AddProperty(model.Message("metadata_props"), metadata);
                    break;
                case 25:
                    throw new ImportException("functions", "the ONNX file defines functions of its own", "Inline them before the export (onnx.inliner)");
                default:
                    model.Skip();
                    break;
            }
        }

        return hasGraph
            ? graph.Build(producer, version, opsets, metadata)
            : throw new ImportException(string.Empty, "the ONNX file holds no graph", "Take the file from its source again");
    }

    /// <summary>The domain's name as nodes and opsets have it: the plain one has two spellings.</summary>
    public static string DomainOf(string name) => name == "ai.onnx" ? string.Empty : name;

    /// <summary>Refuses a graph of too many nodes.</summary>
    public static void CheckNodeCount(int count)
    {
        if (count > MaxNodes)
        {
            throw new ImportException("graph", $"the ONNX file has more than {MaxNodes} nodes", "This is not a model of the kind that Hamf scores");
        }
    }

    /// <summary>A key and a text.</summary>
    public static void AddProperty(WireReader reader, Dictionary<string, string> target)
    {
        (string key, string value) = (string.Empty, string.Empty);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    key = reader.Text();
                    break;
                case 2:
                    value = reader.Text();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        target[key] = value;
    }

    private static void AddOpset(WireReader reader, Dictionary<string, long> target)
    {
        (string domain, long version) = (string.Empty, 1);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    domain = DomainOf(reader.Text());
                    break;
                case 2:
                    version = reader.Integer();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        target[domain] = version is >= 1 and <= MaxOpset
            ? version
            : throw new ImportException("opset_import", $"the ONNX file asks for version {version} of the operators '{domain}'");
    }
}
