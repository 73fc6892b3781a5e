namespace Hamf.Pipeline.Registry.Packaging;

/// <summary>The file <c>MLmodel</c> of a model folder: which programs can load it, from which of its files, and with what columns.</summary>
public sealed record MlModel
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "MLmodel";

    /// <summary>The flavours by name (<c>onnx</c>, <c>xgboost</c>, <c>python_function</c>), each with its plain settings.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Flavors { get; init; }

    /// <summary>The columns that the model reads, in order; empty when the file does not say, or the input is a tensor.</summary>
    public IReadOnlyList<SignatureColumn> Inputs { get; init; } = [];

    /// <summary>The columns that it gives.</summary>
    public IReadOnlyList<SignatureColumn> Outputs { get; init; } = [];

    /// <summary>Where the folder was logged in its run; may be empty.</summary>
    public string ArtifactPath { get; init; } = string.Empty;

    /// <summary>The run that logged it; may be empty.</summary>
    public string RunId { get; init; } = string.Empty;
}
