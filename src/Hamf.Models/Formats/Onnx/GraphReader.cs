using Hamf.Models.Graph.Onnx;

namespace Hamf.Models.Formats.Onnx;

/// <summary>Reads the graph of an ONNX file.</summary>
internal sealed class GraphReader
{
    private const int MaxAttributes = 64;

    private readonly List<OnnxNode> _nodes = [];
    private readonly Dictionary<string, Tensor> _constants = new(StringComparer.Ordinal);
    private readonly List<OnnxValue> _inputs = [];
    private readonly List<OnnxValue> _outputs = [];

    /// <summary>Reads everything.</summary>
    public void Read(WireReader reader)
    {
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    OnnxParser.CheckNodeCount(_nodes.Count + 1);
                    _nodes.Add(ReadNode(reader.Message("node")));
                    break;
                case 5:
                    (string name, Tensor tensor) = TensorReader.Read(reader.Message("initializer"));
                    _constants[name] = tensor;
                    break;
                case 11:
                    _inputs.Add(ReadValue(reader.Message("input")));
                    break;
                case 12:
                    _outputs.Add(ReadValue(reader.Message("output")));
                    break;
                case 15:
                    throw new ImportException("graph", "the ONNX file holds sparse constants, which are not supported", "Export the model with dense ones");
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    /// <summary>The graph. Older files list constants among the inputs, too; those are no inputs.</summary>
    public OnnxGraph Build(string producer, string version, IReadOnlyDictionary<string, long> opsets, IReadOnlyDictionary<string, string> metadata) =>
        new(producer, version, opsets, metadata, _nodes, _constants, [.. _inputs.Where(input => !_constants.ContainsKey(input.Name))], _outputs);

    private static OnnxNode ReadNode(WireReader reader)
    {
        var inputs = new List<string>();
        var outputs = new List<string>();
        var attributes = new Dictionary<string, OnnxAttribute>(StringComparer.Ordinal);
        (string name, string type, string domain) = (string.Empty, string.Empty, string.Empty);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    inputs.Add(reader.Text());
                    break;
                case 2:
                    outputs.Add(reader.Text());
                    break;
                case 3:
                    name = reader.Text();
                    break;
                case 4:
                    type = reader.Text();
                    break;
                case 5:
                    (string key, OnnxAttribute value) = ReadAttribute(reader.Message("attribute"));
                    attributes[key] = attributes.Count < MaxAttributes
                        ? value
                        : throw new ImportException($"node '{name}'", $"it has more than {MaxAttributes} attributes");
                    break;
                case 7:
                    domain = OnnxParser.DomainOf(reader.Text());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new OnnxNode(type, domain, name, inputs, outputs, attributes);
    }

    private static (string Name, OnnxAttribute Value) ReadAttribute(WireReader reader)
    {
        string name = string.Empty;
        var value = new OnnxAttribute();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    name = reader.Text();
                    break;
                case 2:
                    value.Number = reader.Single();
                    break;
                case 3:
                    value.Integer = reader.Integer();
                    break;
                case 4:
                    value.Text = reader.Text();
                    break;
                case 5:
                    value.Tensor = TensorReader.Read(reader.Message($"attribute '{name}'")).Value;
                    break;
                case 7:
                    reader.Singles(value.Numbers);
                    break;
                case 8:
                    reader.Integers(value.Integers);
                    break;
                case 9:
                    AddText(value.Texts, reader.Text());
                    break;
                case 6 or 11:
                    throw new ImportException(
                        $"attribute '{name}'",
                        "the ONNX file holds a graph inside a node (If, Loop or Scan), which is not supported",
                        "Export the model without control flow");
                default:
                    reader.Skip();
                    break;
            }
        }

        return (name, value);
    }

    // Trees repeat the same few words once per node.
    private static void AddText(List<string> texts, string text) => texts.Add(texts.Count > 0 && texts[^1] == text ? texts[^1] : text);

    private static OnnxValue ReadValue(WireReader reader)
    {
        (string name, ElementType? type, int[]? shape) = (string.Empty, null, null);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                name = reader.Text();
            }
            else if (reader.Field == 2)
            {
                (type, shape) = ValueTypeReader.Read(reader.Message("type"));
            }
            else
            {
                reader.Skip();
            }
        }

        return new OnnxValue(name, type, shape);
    }
}
