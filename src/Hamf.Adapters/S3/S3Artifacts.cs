using System.Security.Cryptography;
using Hamf.Adapters.Files;
using Hamf.Pipeline.Registry.Artifacts;

namespace Hamf.Adapters.S3;

/// <summary>
/// Artifacts as objects named after their SHA-256. Thread-safe; several servers may share the bucket. An upload is hashed on its way to a file
/// of this machine, because its key is only known at its end.
/// </summary>
/// <param name="bucket">Where they are kept.</param>
/// <param name="stagingPath">A folder of this machine for uploads on their way.</param>
/// <param name="time">The clock.</param>
public sealed class S3Artifacts(S3Bucket bucket, string stagingPath, TimeProvider time) : IArtifactBlobs
{
    // An object that is there is written again when it is older, because only writing makes it young: see RemoveIdleAsync. Half the grace of its
    // remover, so that clocks may differ by minutes.
    private static readonly TimeSpan Young = OwnArtifactSpace.Grace / 2;

    private readonly string _staging = StagedFile.Sweep(stagingPath);

    /// <inheritdoc/>
    public string Put(ReadOnlySpan<byte> content)
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(content));
        using var stream = new MemoryStream(content.ToArray());
        UploadAsync(digest, stream, CancellationToken.None).GetAwaiter().GetResult();
        return digest;
    }

    /// <inheritdoc/>
    public byte[] Get(string digest) => GetAsync(digest).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public async Task<StoredBlob> WriteAsync(Stream content, CancellationToken cancellation)
    {
        using StagedFile staged = await StagedFile.WriteAsync(_staging, content, cancellation).ConfigureAwait(false);
        var file = new FileStream(staged.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, useAsync: true);
        await using System.Runtime.CompilerServices.ConfiguredAsyncDisposable _ = file.ConfigureAwait(false);
        await UploadAsync(staged.Digest, file, cancellation).ConfigureAwait(false);
        return new StoredBlob(staged.Digest, staged.Size);
    }

    /// <inheritdoc/>
    /// <remarks>What is read from its start to its end is checked: the last block is not given when the digest is another.</remarks>
    public async Task<Stream> OpenAsync(string digest, long offset, CancellationToken cancellation)
    {
        (Stream content, long length) = await bucket.OpenAsync(PathOf(digest), offset, cancellation).ConfigureAwait(false) ?? throw Missing(digest);
        return offset == 0 ? new CheckedStream(content, length, digest) : content;
    }

    /// <inheritdoc/>
    public async Task<long?> SizeOfAsync(string digest, CancellationToken cancellation) =>
        (await bucket.FindAsync(PathOf(digest), cancellation).ConfigureAwait(false))?.Size;

    /// <inheritdoc/>
    public void Remove(string digest) => bucket.DeleteAsync(PathOf(digest), CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public async Task<bool> RemoveIdleAsync(string digest, DateTimeOffset since, CancellationToken cancellation)
    {
        if (await bucket.FindAsync(PathOf(digest), cancellation).ConfigureAwait(false) is { } found && found.ChangedAt >= since)
        {
            return false;
        }

        await bucket.DeleteAsync(PathOf(digest), cancellation).ConfigureAwait(false);
        return true;
    }

    private static string PathOf(string digest) => ArtifactFolder.RelativePathOf(digest);

    private FileNotFoundException Missing(string digest) =>
        new($"There is no artifact {digest} in {bucket.Location}. Restore the bucket from a backup, or train again.", digest);

    private async Task<byte[]> GetAsync(string digest)
    {
        Stream content = await OpenAsync(digest, 0, CancellationToken.None).ConfigureAwait(false);
        await using System.Runtime.CompilerServices.ConfiguredAsyncDisposable _ = content.ConfigureAwait(false);
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes).ConfigureAwait(false);
        return bytes.ToArray();
    }

    private async Task UploadAsync(string digest, Stream content, CancellationToken cancellation)
    {
        S3Entry? found = await bucket.FindAsync(PathOf(digest), cancellation).ConfigureAwait(false);
        if (found is null || found.ChangedAt < time.GetUtcNow() - Young)
        {
            await bucket.UploadAsync(PathOf(digest), content, onlyNew: found is null, cancellation).ConfigureAwait(false);
        }
    }
}
