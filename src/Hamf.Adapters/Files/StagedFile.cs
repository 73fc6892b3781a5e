using System.Security.Cryptography;

namespace Hamf.Adapters.Files;

/// <summary>
/// A stream written to a file of its own, with the digest that was taken on the way: while one block is on its way to the disk the next is read
/// and the one before is hashed, so that the slowest of the three sets the pace. Disposing deletes the file if it is still there.
/// </summary>
internal sealed class StagedFile : IDisposable
{
    /// <summary>How the names of such files end.</summary>
    public const string Extension = ".hamf-tmp";

    // Two such blocks are all that an upload of any size holds.
    private const int BlockSize = 1 << 20;

    // The system would begin to write only at the end. Forced now and then, the disk works while the rest arrives.
    private const long FlushSize = 32 << 20;

    private StagedFile(string path) => Path = path;

    /// <summary>The file, whole and on disk.</summary>
    public string Path { get; }

    /// <summary>SHA-256 of its content in lower-case hex.</summary>
    public string Digest { get; private set; } = string.Empty;

    /// <summary>How many bytes.</summary>
    public long Size { get; private set; }

    /// <summary>Deletes what crashed programs have left in a folder for staging, if it is there, and returns it.</summary>
    public static string Sweep(string folder)
    {
        DateTime dayAgo = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-1);
        if (Directory.Exists(folder))
        {
            foreach (string left in Directory.EnumerateFiles(folder).Where(file => File.GetLastWriteTimeUtc(file) < dayAgo))
            {
                File.Delete(left);
            }
        }

        return folder;
    }

    /// <summary>Writes a stream to a new file of a folder, forced to disk.</summary>
    public static async Task<StagedFile> WriteAsync(string folder, Stream content, CancellationToken cancellation)
    {
        PrivateFolder.Create(folder);
        var staged = new StagedFile(System.IO.Path.Combine(folder, $".{Guid.NewGuid():N}{Extension}"));
        try
        {
            await staged.FillAsync(content, cancellation).ConfigureAwait(false);
            return staged;
        }
        catch
        {
            staged.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => File.Delete(Path);

    private async Task FillAsync(Stream content, CancellationToken cancellation)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using FileStream file = DurableFile.Create(Path);
        Task flushing = Task.CompletedTask;
        long flushed = 0;
        byte[] block = new byte[BlockSize];
        byte[] next = new byte[BlockSize];
        int length = await content.ReadAtLeastAsync(block, BlockSize, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        while (length > 0)
        {
            Task writing = RandomAccess.WriteAsync(file.SafeFileHandle, block.AsMemory(0, length), Size, cancellation).AsTask();
            Task<int> reading = content.ReadAtLeastAsync(next, BlockSize, throwOnEndOfStream: false, cancellation).AsTask();
            hash.AppendData(block, 0, length);
            await Task.WhenAll(writing, reading).ConfigureAwait(false);
            Size += length;
            if (Size - flushed >= FlushSize && flushing.IsCompleted)
            {
                await flushing.ConfigureAwait(false);
                flushed = Size;
                flushing = Task.Run(() => RandomAccess.FlushToDisk(file.SafeFileHandle), CancellationToken.None);
            }

            length = await reading.ConfigureAwait(false);
            (block, next) = (next, block);
        }

        await flushing.ConfigureAwait(false);
        RandomAccess.FlushToDisk(file.SafeFileHandle);
        Digest = Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
