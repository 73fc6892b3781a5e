using System.Security.Cryptography;
using Hamf.Models.Formats.Hamf;
using Hamf.Pipeline.Registry;

namespace Hamf.Adapters.Files;

/// <summary>Artifacts as files named after their SHA-256, two levels deep. Thread-safe; several processes may share the folder.</summary>
public sealed class ArtifactFolder(string path) : IArtifactStore
{
    private const int DigestLength = 64;

    // From this size on mapping is cheaper than a buffer for the whole file.
    private const int LeastMappedSize = 1 << 20;

    /// <inheritdoc/>
    public string Put(ReadOnlySpan<byte> content)
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(content));
        string file = PathOf(digest);
        if (!File.Exists(file))
        {
            DurableFile.Write(file, content);
        }

        return digest;
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
    public void Remove(string digest) => File.Delete(PathOf(digest));

    /// <summary>Where an artifact of that digest is or would be.</summary>
    /// <exception cref="ArgumentException">The digest is not 64 lower-case hex digits, so it can name nothing outside the folder.</exception>
    public string PathOf(string digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        if (digest.Length != DigestLength || digest.Any(c => !char.IsAsciiHexDigitLower(c)))
        {
            throw new ArgumentException("An artifact's digest is 64 lower-case hex digits.", nameof(digest));
        }

        return Path.Combine(path, digest[..2], digest);
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
