using Hamf.Models.Graph.Onnx;

namespace Hamf.Models.Formats.Onnx;

/// <summary>A setting of a node; which of the values counts depends on the operator.</summary>
internal sealed class OnnxAttribute
{
    private List<long>? _integers;
    private List<double>? _numbers;
    private List<string>? _texts;

    public long Integer { get; set; }

    public double Number { get; set; }

    public string Text { get; set; } = string.Empty;

    public Tensor? Tensor { get; set; }

    // Made when asked for: a hostile file may hold many empty attributes.
    public List<long> Integers => _integers ??= [];

    public List<double> Numbers => _numbers ??= [];

    public List<string> Texts => _texts ??= [];
}
