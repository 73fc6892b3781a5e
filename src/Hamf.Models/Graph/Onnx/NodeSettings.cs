using Hamf.Models.Formats;
using Hamf.Models.Formats.Onnx;

namespace Hamf.Models.Graph.Onnx;

/// <summary>Reads the attributes of a node.</summary>
/// <param name="node">The node.</param>
/// <param name="opset">The version of its operators.</param>
internal sealed class NodeSettings(OnnxNode node, int opset)
{
    /// <summary>The version of the node's operators.</summary>
    public int Opset => opset;

    /// <summary>Number of inputs, those left out at the end not counted.</summary>
    public int InputCount => node.Inputs.Count;

    /// <summary>Number of outputs.</summary>
    public int OutputCount => node.Outputs.Count;

    public bool Has(string name) => node.Attributes.ContainsKey(name);

    public long Integer(string name, long otherwise) => node.Attributes.TryGetValue(name, out OnnxAttribute? found) ? found.Integer : otherwise;

    /// <summary>A whole number small enough for an axis or a count.</summary>
    public int Small(string name, int otherwise)
    {
        long value = Integer(name, otherwise);
        return value is >= -1_000_000_000 and <= 1_000_000_000 ? (int)value : throw Fault($"'{name}' is {value}");
    }

    public double Number(string name, double otherwise) => node.Attributes.TryGetValue(name, out OnnxAttribute? found) ? found.Number : otherwise;

    public string Text(string name, string otherwise) => node.Attributes.TryGetValue(name, out OnnxAttribute? found) ? found.Text : otherwise;

    public IReadOnlyList<long> Integers(string name) => node.Attributes.TryGetValue(name, out OnnxAttribute? found) ? found.Integers : [];

    /// <summary>Whole numbers small enough for axes and positions.</summary>
    public int[] Smalls(string name) =>
        [.. Integers(name).Select(value => value is >= int.MinValue and <= int.MaxValue ? (int)value : throw Fault($"'{name}' holds {value}"))];

    public double[] Numbers(string name) => node.Attributes.TryGetValue(name, out OnnxAttribute? found) ? [.. found.Numbers] : [];

    public IReadOnlyList<string> Texts(string name) => node.Attributes.TryGetValue(name, out OnnxAttribute? found) ? found.Texts : [];

    public Tensor? Tensor(string name) => node.Attributes.TryGetValue(name, out OnnxAttribute? found) ? found.Tensor : null;

    /// <summary>Numbers that stand as floats, or in newer versions as a tensor of floats or doubles.</summary>
    public double[] Values(string name) => Tensor(name + "_as_tensor") is { } tensor ? Checked(() => tensor.Numbers) : Numbers(name);

    /// <summary>An error that names the node.</summary>
    public ImportException Fault(string what, string advice = "") => new(node.Place, what, advice);

    private T Checked<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (RowRefusedException e)
        {
            throw Fault(e.Message.TrimEnd('.'));
        }
    }
}
