namespace Hamf.Models.Formats.Onnx;

/// <summary>A step of an ONNX graph.</summary>
/// <param name="Operator">Its name within the domain.</param>
/// <param name="Domain">Empty for the plain operators.</param>
/// <param name="Name">The node's own name, for errors; may be empty.</param>
/// <param name="Inputs">Names of values; empty where an optional one is left out.</param>
/// <param name="Outputs">Names of values.</param>
/// <param name="Attributes">By name.</param>
internal sealed record OnnxNode(
    string Operator,
    string Domain,
    string Name,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs,
    IReadOnlyDictionary<string, OnnxAttribute> Attributes)
{
    /// <summary>The domain of classical machine learning.</summary>
    public const string MachineLearning = "ai.onnx.ml";

    /// <summary>The node for an error.</summary>
    public string Place => Name.Length > 0 ? $"node '{Name}' ({Operator})" : $"node '{(Outputs.Count > 0 ? Outputs[0] : "?")}' ({Operator})";

    /// <summary>Whether it is that operator of machine learning.</summary>
    public bool IsLearned(string name) => Domain == MachineLearning && Operator == name;

    /// <summary>Whether it is that plain operator.</summary>
    public bool IsPlain(string name) => Domain.Length == 0 && Operator == name;
}
