using System.Globalization;
using System.Security.Cryptography;
using Hamf.Pipeline.Flows.Streaming;

namespace Hamf.Adapters.Files;

/// <summary>
/// Snapshots of window state as files <c>OWNER/DIGEST/OFFSET.state</c>, the content followed by its SHA-256. A damaged one is passed over for the
/// one before it, since the log brings an older state up to date. Thread-safe.
/// </summary>
public sealed class StateFolder(string path) : IStateStore
{
    private const string Ending = ".state";
    private const int Kept = 2;
    private const int ChecksumSize = 32;

    /// <inheritdoc/>
    public void Save(string owner, string digest, long offset, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        string folder = FolderOf(owner, digest);
        DurableFile.Write(System.IO.Path.Combine(folder, offset.ToString("D19", CultureInfo.InvariantCulture) + Ending), file =>
        {
            using var hash = SHA256.Create();
            using (var hashed = new CryptoStream(file, hash, CryptoStreamMode.Write, leaveOpen: true))
            {
                write(hashed);
            }

            file.Write(hash.Hash!);
        });
        foreach ((string old, _) in Snapshots(folder).Skip(Kept))
        {
            File.Delete(old);
        }
    }

    /// <inheritdoc/>
    public StateSnapshot? Latest(string owner, string digest, long maxOffset)
    {
        foreach ((string file, long offset) in Snapshots(FolderOf(owner, digest)).Where(s => s.Offset <= maxOffset))
        {
            byte[] content = File.ReadAllBytes(file);
            int size = content.Length - ChecksumSize;
            if (size >= 0 && SHA256.HashData(content.AsSpan(0, size)).AsSpan().SequenceEqual(content.AsSpan(size)))
            {
#pragma warning disable CA2000 // The snapshot owns the stream.
                return new StateSnapshot(offset, new MemoryStream(content, 0, size, writable: false));
#pragma warning restore CA2000
            }
        }

        return null;
    }

    private static (string File, long Offset)[] Snapshots(string folder) => !Directory.Exists(folder)
        ? []
        : Directory.EnumerateFiles(folder, "*" + Ending)
            .Select(file => (File: file, IsOffset: long.TryParse(
                System.IO.Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out long offset), Offset: offset))
            .Where(s => s.IsOffset)
            .Select(s => (s.File, s.Offset))
            .OrderByDescending(s => s.Offset)
            .ToArray();

    private string FolderOf(string owner, string digest) => System.IO.Path.Combine(path, Checked(owner), Checked(digest));

    private static string Checked(string name) =>
        name.Length > 0 && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? name
            : throw new ArgumentException($"'{name}' cannot name a snapshot: letters, digits, '-', '_' and '.' only.", nameof(name));
}
