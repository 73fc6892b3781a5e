namespace Hamf.Pipeline.Registry.Packaging;

/// <summary>One column of a model's signature.</summary>
/// <param name="Name">Its name; empty where the signature has none.</param>
/// <param name="Type">Its type in MLflow's words: <c>double</c>, <c>long</c>, <c>string</c> ...</param>
public sealed record SignatureColumn(string Name, string Type);
