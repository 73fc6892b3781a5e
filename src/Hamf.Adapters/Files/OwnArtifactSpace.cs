using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;

namespace Hamf.Adapters.Files;

/// <summary>
/// The tree behind mlflow-artifacts:/, its names in the database, its content by digest (ADR 0011). Thread-safe, and several processes may use it.
/// Content is written before it is named, and removed only after it has had no name for <see cref="Grace"/> and nobody has stored it since: an
/// upload of the same bytes that has not named them yet finds them.
/// </summary>
public sealed class OwnArtifactSpace(IArtifactNames names, IArtifactBlobs blobs, TimeProvider time) : IArtifactSpace
{
    /// <summary>How long content without a name is kept; naming follows writing within moments. <value>10 minutes</value></summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    /// <exception cref="RegistryException">The path is a folder, or goes through a file.</exception>
    public async Task<ArtifactFile> WriteAsync(string path, Stream content, CancellationToken cancellation)
    {
        StoredBlob blob = await blobs.WriteAsync(content, cancellation).ConfigureAwait(false);
        names.Put(path, blob.Digest, blob.Size);
        return new ArtifactFile(path, IsFolder: false, blob.Size, blob.Digest);
    }

    /// <inheritdoc/>
    public async Task<ArtifactFile?> FindAsync(string path, CancellationToken cancellation) =>
        names.Find(path) is { } file ? await WithSizeAsync(file, cancellation).ConfigureAwait(false) : null;

    /// <inheritdoc/>
    public Task<Stream> OpenAsync(string path, long offset, CancellationToken cancellation) => names.Find(path) is { } file
        ? blobs.OpenAsync(file.Digest, offset, cancellation)
        : throw new FileNotFoundException($"There is no artifact '{path}'.");

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ArtifactFile>> ListAsync(string folder, CancellationToken cancellation)
    {
        List<ArtifactFile> files = [.. names.List(folder)];
        for (int i = 0; i < files.Count; i++)
        {
            files[i] = await WithSizeAsync(files[i], cancellation).ConfigureAwait(false);
        }

        return files;
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(string path, CancellationToken cancellation)
    {
        names.Remove(path);
        await CollectAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Removes content that has had no name for <see cref="Grace"/>.</summary>
    /// <returns>How many digests were freed.</returns>
    public async Task<int> CollectAsync(CancellationToken cancellation)
    {
        DateTimeOffset since = time.GetUtcNow() - Grace;
        int freed = 0;
        foreach (string digest in names.Orphans(since))
        {
            if (await blobs.RemoveIdleAsync(digest, since, cancellation).ConfigureAwait(false))
            {
                names.Forget(digest);
                freed++;
            }
        }

        return freed;
    }

    // Names from before sizes were kept.
    private async Task<ArtifactFile> WithSizeAsync(ArtifactFile file, CancellationToken cancellation) =>
        file.Size >= 0 ? file : file with { Size = await blobs.SizeOfAsync(file.Digest, cancellation).ConfigureAwait(false) ?? 0 };
}
