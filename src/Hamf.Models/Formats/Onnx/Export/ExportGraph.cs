using System.Globalization;
using System.Runtime.InteropServices;
using Hamf.Models.Graph.Onnx;

namespace Hamf.Models.Formats.Onnx.Export;

/// <summary>Collects the nodes and constants of an ONNX graph and writes the file. Not thread-safe.</summary>
internal sealed class ExportGraph
{
    /// <summary>Version of the plain operators: old enough for the runtimes in use, new enough for doubles in all that are written.</summary>
    public const int Opset = 15;

    private const int LearningOpset = 3;
    private const int FormatVersion = 8;

    private readonly WireWriter _nodes = new();
    private readonly WireWriter _constants = new();
    private readonly WireWriter _inputs = new();
    private readonly WireWriter _outputs = new();
    private int _count;

    /// <summary>A plain operator with one output.</summary>
    /// <returns>The output's name.</returns>
    public string Plain(string name, string[] inputs, params (string Name, object Value)[] settings) => Node(name, string.Empty, inputs, null, settings);

    /// <summary>An operator of classical machine learning with one output.</summary>
    /// <returns>The output's name.</returns>
    public string Learned(string name, string[] inputs, params (string Name, object Value)[] settings) =>
        Node(name, OnnxNode.MachineLearning, inputs, null, settings);

    /// <summary>The error for what cannot be written.</summary>
    /// <param name="what">What it is, as the begin of a sentence.</param>
    public static NotSupportedException NoForm(string what) => new($"{what} has no form in ONNX; docs/formats/onnx.md lists what has one.");

    /// <summary>The probabilities of two classes, [rows x 2], from that of the second, [rows x 1].</summary>
    public string BothShares(string second) => Plain("Concat", [Plain("Sub", [Doubles([1], 1), second]), second], ("axis", 1L));

    /// <summary>The value in another type.</summary>
    public string Cast(string value, ElementType type) => Plain("Cast", [value], ("to", (long)type));

    /// <summary>A constant of doubles.</summary>
    public string Doubles(double[] values, params long[] shape) => Constant(ElementType.Double, shape, MemoryMarshal.AsBytes(values.AsSpan()));

    /// <summary>A constant list of whole numbers.</summary>
    public string Integers(params long[] values) => Constant(ElementType.Int64, [values.Length], MemoryMarshal.AsBytes(values.AsSpan()));

    /// <summary>Declares an input of so many columns.</summary>
    public void Input(string name, ElementType type, int width) => _inputs.Message(11, Value(name, type, width));

    /// <summary>Declares an output that is that value.</summary>
    /// <param name="name">The output's name.</param>
    /// <param name="value">Name of the value.</param>
    /// <param name="type">Its type.</param>
    /// <param name="width">Number of columns; 0 for a list without columns.</param>
    public void Output(string name, string value, ElementType type, int width)
    {
        Node("Identity", string.Empty, [value], name, []);
        _outputs.Message(12, Value(name, type, width));
    }

    /// <summary>Writes the file.</summary>
    /// <param name="target">Receives it.</param>
    /// <param name="version">Of the program.</param>
    /// <param name="metadata">Free properties.</param>
    public void Write(Stream target, string version, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var graph = new WireWriter();
        graph.Append(_nodes);
        graph.Text(2, "hamf");
        graph.Append(_constants);
        graph.Append(_inputs);
        graph.Append(_outputs);
        var model = new WireWriter();
        model.Integer(1, FormatVersion);
        model.Text(2, "hamf");
        model.Text(3, version);
        model.Message(7, graph);
        model.Message(8, OpsetOf(string.Empty, Opset));
        model.Message(8, OpsetOf(OnnxNode.MachineLearning, LearningOpset));
        foreach ((string key, string value) in metadata)
        {
            var property = new WireWriter();
            property.Text(1, key);
            property.Text(2, value);
            model.Message(14, property);
        }

        target.Write(model.Content);
    }

    private static WireWriter OpsetOf(string domain, int version)
    {
        var opset = new WireWriter();
        opset.Text(1, domain);
        opset.Integer(2, version);
        return opset;
    }

    private static WireWriter Value(string name, ElementType type, int width)
    {
        var rows = new WireWriter();
        rows.Text(2, "rows");
        var shape = new WireWriter();
        shape.Message(1, rows);
        if (width > 0)
        {
            var columns = new WireWriter();
            columns.Integer(1, width);
            shape.Message(1, columns);
        }

        var tensor = new WireWriter();
        tensor.Integer(1, (long)type);
        tensor.Message(2, shape);
        var kind = new WireWriter();
        kind.Message(1, tensor);
        var value = new WireWriter();
        value.Text(1, name);
        value.Message(2, kind);
        return value;
    }

    private string Node(string name, string domain, string[] inputs, string? output, (string Name, object Value)[] settings)
    {
        output ??= NextName();
        var node = new WireWriter();
        foreach (string input in inputs)
        {
            node.Text(1, input);
        }

        node.Text(2, output);
        node.Text(3, $"{name}_{output}");
        node.Text(4, name);
        foreach ((string key, object value) in settings)
        {
            node.Message(5, Attribute(key, value));
        }

        node.Text(7, domain);
        _nodes.Message(1, node);
        return output;
    }

    // The numbers at the end are the types of attributes.
    private static WireWriter Attribute(string name, object value)
    {
        var attribute = new WireWriter();
        attribute.Text(1, name);
        switch (value)
        {
            case float number:
                attribute.Single(2, number);
                attribute.Integer(20, 1);
                break;
            case long number:
                attribute.Integer(3, number);
                attribute.Integer(20, 2);
                break;
            case string text:
                attribute.Text(4, text);
                attribute.Integer(20, 3);
                break;
            case List<float> numbers:
                attribute.Singles(7, numbers);
                attribute.Integer(20, 6);
                break;
            case List<long> numbers:
                attribute.Integers(8, numbers);
                attribute.Integer(20, 7);
                break;
            case List<string> texts:
                texts.ForEach(text => attribute.Text(9, text));
                attribute.Integer(20, 8);
                break;
            default:
                throw new ArgumentException($"An attribute cannot be {value.GetType()}.", nameof(value));
        }

        return attribute;
    }

    private string Constant(ElementType type, long[] shape, ReadOnlySpan<byte> raw)
    {
        string name = NextName();
        var tensor = new WireWriter();
        tensor.Integers(1, shape);
        tensor.Integer(2, (long)type);
        tensor.Text(8, name);
        tensor.Bytes(9, raw);
        _constants.Message(5, tensor);
        return name;
    }

    // A blank keeps them apart from the names of features, which have none at the start.
    private string NextName() => string.Create(CultureInfo.InvariantCulture, $" v{_count++}");
}
