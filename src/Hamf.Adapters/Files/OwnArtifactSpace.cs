using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;

namespace Hamf.Adapters.Files;

/// <summary>The tree behind mlflow-artifacts:/, its names in the database, its content by digest. Thread-safe.</summary>
public sealed class OwnArtifactSpace(IArtifactNames names, IArtifactStore blobs) : IArtifactSpace
{
    /// <inheritdoc/>
    public Task<ArtifactFile> WriteAsync(string path, Stream content, CancellationToken cancellation) => throw new NotImplementedException($"{names} {blobs}");

    /// <inheritdoc/>
    public Task<ArtifactFile?> FindAsync(string path, CancellationToken cancellation) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<Stream> OpenAsync(string path, long offset, CancellationToken cancellation) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<IReadOnlyList<ArtifactFile>> ListAsync(string folder, CancellationToken cancellation) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task RemoveAsync(string path, CancellationToken cancellation) => throw new NotImplementedException();
}
