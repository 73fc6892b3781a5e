using System.Globalization;
using System.Security.Cryptography;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;

namespace Hamf.Adapters.Files;

/// <summary>Parts of uploads as files: a folder per upload, with the name of the file it becomes. Thread-safe; an upload survives a restart.</summary>
/// <param name="folder">Where the parts are kept.</param>
/// <param name="space">Where the files go.</param>
/// <param name="time">The clock.</param>
public sealed class ArtifactParts(string folder, IArtifactSpace space, TimeProvider time) : IArtifactParts
{
    private const int MaxUploads = 100;
    private const string TargetName = "target";

    // Around every change of an upload's folder, so that none goes while it is written to or joined. Bodies are read outside.
    private readonly Lock _changing = new();
    private readonly HashSet<string> _joining = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Begin(string path)
    {
        PrivateFolder.Create(folder);
        string uploadId = RandomNumberGenerator.GetHexString(32, lowercase: true);
        lock (_changing)
        {
            Sweep();
            if (Directory.EnumerateDirectories(folder).Count() >= MaxUploads)
            {
                throw new RegistryException(RegistryError.InvalidState, $"{MaxUploads} uploads in parts are under way. Complete or abort one of them; one that is left alone goes after a day.");
            }

            DurableFile.Write(Path.Combine(folder, uploadId, TargetName), System.Text.Encoding.UTF8.GetBytes(path));
        }

        return uploadId;
    }

    /// <inheritdoc/>
    public async Task<string> WriteAsync(string uploadId, int number, Stream content, CancellationToken cancellation)
    {
        FolderOf(uploadId);
        using StagedFile staged = await StagedFile.WriteAsync(folder, content, cancellation).ConfigureAwait(false);
        lock (_changing)
        {
            string upload = RestingFolderOf(uploadId);
            foreach (string before in Directory.EnumerateFiles(upload, NameOf(number, "*")))
            {
                File.Delete(before);
            }

            DurableFile.Publish(staged.Path, Path.Combine(upload, NameOf(number, staged.Digest)));
        }

        return staged.Digest;
    }

    /// <inheritdoc/>
    public async Task CompleteAsync(string uploadId, string path, IReadOnlyList<(int Number, string Tag)> parts, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(parts);
        string[] files = Claim(uploadId, path, parts);
        bool isJoined = false;
        try
        {
            using var joined = new JoinedFiles(files);
            await space.WriteAsync(path, joined, cancellation).ConfigureAwait(false);
            isJoined = true;
        }
        finally
        {
            Release(uploadId, isJoined);
        }
    }

    /// <inheritdoc/>
    public void Abort(string uploadId, string path)
    {
        lock (_changing)
        {
            if (Directory.Exists(Path.Combine(folder, Checked(uploadId))))
            {
                FolderOf(uploadId, path);
                Directory.Delete(RestingFolderOf(uploadId), recursive: true);
            }
        }
    }

    // The files of the parts, which stay as they are until they are released.
    private string[] Claim(string uploadId, string path, IReadOnlyList<(int Number, string Tag)> parts)
    {
        lock (_changing)
        {
            string upload = FolderOf(uploadId, path);
            RestingFolderOf(uploadId);
            string[] files = [.. parts.Select(part => Path.Combine(upload, NameOf(part.Number, Checked(part.Tag))))];
            if (files.Length == 0 || !files.All(File.Exists))
            {
                throw RegistryException.Invalid("A part of the upload is missing, or was sent again with another content. Send it and complete anew.");
            }

            _joining.Add(uploadId);
            return files;
        }
    }

    private void Release(string uploadId, bool isJoined)
    {
        lock (_changing)
        {
            _joining.Remove(uploadId);
            if (isJoined)
            {
                Directory.Delete(FolderOf(uploadId), recursive: true);
            }
        }
    }

    private static string NameOf(int number, string tag) => string.Create(CultureInfo.InvariantCulture, $"{number:00000}-{tag}");

    // Ids and tags become file names.
    private static string Checked(string text) => text.Length is > 0 and <= 64 && text.All(char.IsAsciiHexDigitLower)
        ? text
        : throw RegistryException.Invalid("An upload's id and the tags of its parts are lower-case hex digits.");

    private string FolderOf(string uploadId)
    {
        string upload = Path.Combine(folder, Checked(uploadId));
        return File.Exists(Path.Combine(upload, TargetName)) ? upload : throw RegistryException.Missing("There is no such upload. It was completed, given up or left alone for a day.");
    }

    private string RestingFolderOf(string uploadId) => !_joining.Contains(uploadId)
        ? FolderOf(uploadId)
        : throw new RegistryException(RegistryError.InvalidState, "The parts of that upload are being joined by another call.");

    private string FolderOf(string uploadId, string path)
    {
        string upload = FolderOf(uploadId);
        return File.ReadAllText(Path.Combine(upload, TargetName)) == path ? upload : throw RegistryException.Invalid("That upload is one of another file.");
    }

    private void Sweep()
    {
        StagedFile.Sweep(folder);
        DateTime dayAgo = time.GetUtcNow().UtcDateTime.AddDays(-1);
        foreach (string old in Directory.EnumerateDirectories(folder).Where(upload => Directory.GetLastWriteTimeUtc(upload) < dayAgo && !_joining.Contains(Path.GetFileName(upload))))
        {
            Directory.Delete(old, recursive: true);
        }
    }
}
