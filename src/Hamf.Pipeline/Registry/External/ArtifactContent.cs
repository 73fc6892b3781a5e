namespace Hamf.Pipeline.Registry.External;

/// <summary>What a file to upload holds.</summary>
/// <param name="Size">Its size in bytes.</param>
/// <param name="OpenAsync">Opens it at its beginning; called again for each attempt.</param>
public sealed record ArtifactContent(long Size, Func<CancellationToken, Task<Stream>> OpenAsync);
