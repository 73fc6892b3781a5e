using Hamf.Pipeline.Registry.Artifacts;

namespace Hamf.Adapters.Relational;

/// <summary>The tree of artifact names in the relational database. Thread-safe.</summary>
public sealed class ArtifactNames(Database database) : IArtifactNames
{
    /// <inheritdoc/>
    public void Put(string path, string digest, long size) => throw new NotImplementedException($"{database}");

    /// <inheritdoc/>
    public ArtifactFile? Find(string path) => throw new NotImplementedException();

    /// <inheritdoc/>
    public IReadOnlyList<ArtifactFile> List(string folder) => throw new NotImplementedException();

    /// <inheritdoc/>
    public IReadOnlyList<ArtifactFile> ListAll(string folder) => throw new NotImplementedException();

    /// <inheritdoc/>
    public IReadOnlyList<string> Remove(string path) => throw new NotImplementedException();
}
