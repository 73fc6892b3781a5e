namespace Hamf.Pipeline.Registry.Packaging;

/// <summary>One file of a model folder.</summary>
/// <param name="Name">Its name in the folder.</param>
/// <param name="Content">Its bytes.</param>
public sealed record PackageFile(string Name, byte[] Content);
