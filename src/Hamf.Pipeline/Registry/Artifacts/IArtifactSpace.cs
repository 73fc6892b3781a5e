namespace Hamf.Pipeline.Registry.Artifacts;

/// <summary>
/// A tree of artifact files behind one URI: Hamf's own (<c>mlflow-artifacts:/</c>), a folder or a bucket. Content is streamed, never held as a
/// whole. Paths have been checked (<see cref="ArtifactPath"/>) and are relative to the space. Thread-safe.
/// </summary>
public interface IArtifactSpace
{
    /// <summary>Writes a file; durable when it returns, and whole or not there. One that is there is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its content, read to the end.</param>
    /// <param name="cancellation">Stops; nothing is stored.</param>
    Task<ArtifactFile> WriteAsync(string path, Stream content, CancellationToken cancellation);

    /// <summary>Finds a file, or null; folders are not found.</summary>
    Task<ArtifactFile?> FindAsync(string path, CancellationToken cancellation);

    /// <summary>Opens a file for reading from an offset on.</summary>
    /// <param name="path">The file.</param>
    /// <param name="offset">The first byte wanted.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    Task<Stream> OpenAsync(string path, long offset, CancellationToken cancellation);

    /// <summary>What stands directly in a folder, by name; empty when there is nothing.</summary>
    Task<IReadOnlyList<ArtifactFile>> ListAsync(string folder, CancellationToken cancellation);

    /// <summary>Removes a file, or a folder with everything in it; nothing happens when there is none.</summary>
    Task RemoveAsync(string path, CancellationToken cancellation);
}
