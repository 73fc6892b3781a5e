namespace Hamf.Pipeline.Registry.Artifacts;

/// <summary>A file or folder among artifacts.</summary>
/// <param name="Path">Path from the root, with forward slashes: <c>7/RUN/artifacts/model/MLmodel</c>.</param>
/// <param name="IsFolder">Whether it is a folder; a folder is there because of what is in it.</param>
/// <param name="Size">Size in bytes; 0 for a folder.</param>
/// <param name="Digest">SHA-256 of the content in lower-case hex; empty for a folder, and where the store keeps none.</param>
public sealed record ArtifactFile(string Path, bool IsFolder, long Size, string Digest);
