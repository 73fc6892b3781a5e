using System.Security.Cryptography;
using Hamf.Models.Formats.Hamf;
using Hamf.Pipeline.Registry.Artifacts;

namespace Hamf.Adapters.Files;

/// <summary>Artifacts as files named after their SHA-256, two levels deep. Thread-safe; several processes may share the folder.</summary>
public sealed class ArtifactFolder(string path) : IArtifactBlobs
{
    private const int DigestLength = 64;

    // From this size on mapping is cheaper than a buffer for the whole file.
    private const int LeastMappedSize = 1 << 20;

    // Uploads on their way; what a crash has left there goes when the program starts again a day later.
    private readonly string _staging = StagedFile.Sweep(Path.Combine(path, ".staging"));

    /// <summary>Makes the folder where it is missing and writes a file there that goes at once.</summary>
    /// <exception cref="IOException">It cannot be made, or nothing can be written there.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    public static void TryWriting(string path)
    {
        PrivateFolder.Create(path);
        new FileStream(Path.Combine(path, $"{Guid.NewGuid():N}.part"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
    }

    /// <inheritdoc/>
    public string Put(ReadOnlySpan<byte> content)
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(content));
        string file = PathOf(digest);
        if (!Touch(file))
        {
            DurableFile.Write(file, content);
        }

        return digest;
    }

    /// <inheritdoc/>
    public async Task<StoredBlob> WriteAsync(Stream content, CancellationToken cancellation)
    {
        using StagedFile staged = await StagedFile.WriteAsync(_staging, content, cancellation).ConfigureAwait(false);
        string file = PathOf(staged.Digest);
        if (!Touch(file))
        {
            DurableFile.Publish(staged.Path, file);
        }

        return new StoredBlob(staged.Digest, staged.Size);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The digest is not 64 lower-case hex digits.</exception>
    public Task<Stream> OpenAsync(string digest, long offset, CancellationToken cancellation)
    {
        // Another process may remove it between the question and the answer, hence the second FileNotFoundException.
        var stream = new FileStream(FileOf(digest), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, useAsync: true);
        stream.Position = offset;
        return Task.FromResult<Stream>(stream);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The digest is not 64 lower-case hex digits.</exception>
    public Task<long?> SizeOfAsync(string digest, CancellationToken cancellation)
    {
        var file = new FileInfo(PathOf(digest));
        return Task.FromResult<long?>(file.Exists ? file.Length : null);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The digest is not 64 lower-case hex digits.</exception>
    public byte[] Get(string digest)
    {
        string file = FileOf(digest);
        byte[] content = File.ReadAllBytes(file);
        Check(digest, file, content);
        return content;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The digest is not 64 lower-case hex digits.</exception>
    public T Read<T>(string digest, Func<ReadOnlySpan<byte>, T> read)
    {
        string file = FileOf(digest);
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (stream.Length is < LeastMappedSize or > int.MaxValue)
        {
            return read(Get(digest));
        }

        // Artifacts are written under another name and never changed, so the file is whole, and stays so while it is mapped.
        using var mapped = new MappedFile(stream);
        Check(digest, file, mapped.Content);
        return read(mapped.Content);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The digest is not 64 lower-case hex digits.</exception>
    public void Remove(string digest)
    {
        string file = PathOf(digest);
        if (File.Exists(file))
        {
            File.Delete(file);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The digest is not 64 lower-case hex digits.</exception>
    public Task<bool> RemoveIdleAsync(string digest, DateTimeOffset since, CancellationToken cancellation)
    {
        string file = PathOf(digest);
        string aside = Path.Combine(_staging, $"{digest}.{Guid.NewGuid():N}.old");
        PrivateFolder.Create(_staging);
        if (!File.Exists(file) || File.GetLastWriteTimeUtc(file) >= since.UtcDateTime)
        {
            return Task.FromResult(!File.Exists(file));
        }

        // Out of the way first, looked at once more, then deleted: who touches it in between finds it gone and writes it anew, or is seen here.
        File.Move(file, aside);
        bool isIdle = File.GetLastWriteTimeUtc(aside) < since.UtcDateTime;
        if (isIdle)
        {
            File.Delete(aside);
        }
        else
        {
            DurableFile.Publish(aside, file);
        }

        return Task.FromResult(isIdle);
    }

    /// <summary>Where an artifact of that digest is or would be.</summary>
    /// <exception cref="ArgumentException">The digest is not 64 lower-case hex digits, so it can name nothing outside the folder.</exception>
    public string PathOf(string digest) => Path.Combine(path, RelativePathOf(digest));

    /// <summary>The path of an artifact below the root of any store: no folder holds too many.</summary>
    /// <exception cref="ArgumentException">The digest is not 64 lower-case hex digits.</exception>
    internal static string RelativePathOf(string digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        return digest.Length == DigestLength && digest.All(char.IsAsciiHexDigitLower)
            ? $"{digest[..2]}/{digest}"
            : throw new ArgumentException("An artifact's digest is 64 lower-case hex digits.", nameof(digest));
    }

    // Whoever stores bytes that are there says so by their time: nobody removes them before they have a name.
    private static bool Touch(string file)
    {
        try
        {
            if (!File.Exists(file))
            {
                return false;
            }

            File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    private string FileOf(string digest)
    {
        string file = PathOf(digest);
        return File.Exists(file)
            ? file
            : throw new FileNotFoundException($"There is no artifact {digest} in {path}. Restore the folder from a backup, or train again.", file);
    }

    private static void Check(string digest, string file, ReadOnlySpan<byte> content)
    {
        if (Convert.ToHexStringLower(SHA256.HashData(content)) != digest)
        {
            throw new InvalidDataException(
                $"Artifact {file} is damaged: its content does not have the digest it is named after. Restore it from a backup, or train again.");
        }
    }
}
