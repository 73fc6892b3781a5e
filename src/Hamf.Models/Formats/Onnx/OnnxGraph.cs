using Hamf.Models.Graph.Onnx;

namespace Hamf.Models.Formats.Onnx;

/// <summary>What an ONNX file holds, read but not yet judged.</summary>
/// <param name="Producer">The program that wrote it, with its version; may be empty.</param>
/// <param name="ProducerVersion">That program's version; may be empty.</param>
/// <param name="Opsets">Version of each domain.</param>
/// <param name="Metadata">Free properties.</param>
/// <param name="Nodes">In the order in which they run.</param>
/// <param name="Constants">Tensors by name.</param>
/// <param name="Inputs">Those that are no constants.</param>
/// <param name="Outputs">What the model gives.</param>
internal sealed record OnnxGraph(
    string Producer,
    string ProducerVersion,
    IReadOnlyDictionary<string, long> Opsets,
    IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyList<OnnxNode> Nodes,
    IReadOnlyDictionary<string, Tensor> Constants,
    IReadOnlyList<OnnxValue> Inputs,
    IReadOnlyList<OnnxValue> Outputs)
{
    /// <summary>Version of the plain operators.</summary>
    public int Opset => (int)Opsets.GetValueOrDefault(string.Empty, 1);
}
