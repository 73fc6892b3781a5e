namespace Hamf.Models.Formats.Onnx.Export;

/// <summary>What an ONNX file says beside the model itself.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>
    /// Probability of the positive class from which on the label is the positive one. <value>null: the more probable class</value>
    /// </summary>
    public double? Threshold { get; init; }

    /// <summary>
    /// Whether a classifier has one output only: <c>score</c>, the probability of the positive class (of every class where none is positive). For
    /// programs that make a column of each output. <value>false: <c>label</c> and <c>probabilities</c></value>
    /// </summary>
    public bool ScoreOnly { get; init; }

    /// <summary>Version of the program that writes. <value>empty</value></summary>
    public string Version { get; init; } = string.Empty;

    /// <summary>More properties of the file. <value>none</value></summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}
