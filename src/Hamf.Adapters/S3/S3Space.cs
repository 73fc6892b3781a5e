using Hamf.Adapters.Files;
using Hamf.Pipeline.Registry.Artifacts;

namespace Hamf.Adapters.S3;

/// <summary>A tree of artifacts in a bucket, where clients write by themselves and this server reads. Thread-safe.</summary>
/// <param name="bucket">The tree.</param>
/// <param name="stagingPath">A folder of this machine for uploads on their way.</param>
public sealed class S3Space(S3Bucket bucket, string stagingPath) : IArtifactSpace
{
    private const int AtOnce = 16;

    /// <inheritdoc/>
    public async Task<ArtifactFile> WriteAsync(string path, Stream content, CancellationToken cancellation)
    {
        using StagedFile staged = await StagedFile.WriteAsync(stagingPath, content, cancellation).ConfigureAwait(false);
        var file = new FileStream(staged.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, useAsync: true);
        await using System.Runtime.CompilerServices.ConfiguredAsyncDisposable _ = file.ConfigureAwait(false);
        await bucket.UploadAsync(path, file, onlyNew: false, cancellation).ConfigureAwait(false);
        return new ArtifactFile(path, IsFolder: false, staged.Size, string.Empty);
    }

    /// <inheritdoc/>
    public async Task<ArtifactFile?> FindAsync(string path, CancellationToken cancellation) =>
        await bucket.FindAsync(path, cancellation).ConfigureAwait(false) is { } found ? new ArtifactFile(path, IsFolder: false, found.Size, string.Empty) : null;

    /// <inheritdoc/>
    public async Task<Stream> OpenAsync(string path, long offset, CancellationToken cancellation) =>
        (await bucket.OpenAsync(path, offset, cancellation).ConfigureAwait(false))?.Content ?? throw new FileNotFoundException($"There is no artifact '{path}'.");

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ArtifactFile>> ListAsync(string folder, CancellationToken cancellation)
    {
        string prefix = folder.Length == 0 ? string.Empty : folder + '/';
        (List<S3Entry> objects, List<string> folders) = await bucket.ListAsync(prefix, deep: false, cancellation).ConfigureAwait(false);

        // Consoles make an empty object of a folder's own name.
        return [.. objects.Where(o => o.Path != prefix).Select(o => new ArtifactFile(o.Path, IsFolder: false, o.Size, string.Empty))
            .Concat(folders.Select(f => new ArtifactFile(f, IsFolder: true, 0, string.Empty)))
            .OrderBy(f => f.Path, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(string path, CancellationToken cancellation)
    {
        (List<S3Entry> objects, _) = await bucket.ListAsync(path + '/', deep: true, cancellation).ConfigureAwait(false);
        foreach (S3Entry[] some in objects.Append(new S3Entry(path, 0, default)).Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(o => bucket.DeleteAsync(o.Path, cancellation))).ConfigureAwait(false);
        }
    }
}
