using Hamf.Pipeline.Registry.Artifacts;

namespace Hamf.Adapters.Files;

/// <summary>
/// A tree of artifacts in a folder, where clients write by themselves and this server reads. Links are not followed, so that nothing in the folder
/// leads out of it. Thread-safe.
/// </summary>
/// <param name="root">The folder.</param>
public sealed class FolderSpace(string root) : IArtifactSpace
{
    /// <inheritdoc/>
    public async Task<ArtifactFile> WriteAsync(string path, Stream content, CancellationToken cancellation)
    {
        string target = PathOf(path) ?? throw new FileNotFoundException($"'{path}' goes through a link.");
        using StagedFile staged = await StagedFile.WriteAsync(Path.GetDirectoryName(target)!, content, cancellation).ConfigureAwait(false);
        DurableFile.Publish(staged.Path, target);
        return new ArtifactFile(path, IsFolder: false, staged.Size, staged.Digest);
    }

    /// <inheritdoc/>
    public Task<ArtifactFile?> FindAsync(string path, CancellationToken cancellation) =>
        Task.FromResult(PathOf(path) is { } file && File.Exists(file) ? new ArtifactFile(path, IsFolder: false, new FileInfo(file).Length, string.Empty) : null);

    /// <inheritdoc/>
    public Task<Stream> OpenAsync(string path, long offset, CancellationToken cancellation)
    {
        string file = PathOf(path) is { } found && File.Exists(found) ? found : throw new FileNotFoundException($"There is no artifact '{path}'.");
        var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);
        stream.Position = offset;
        return Task.FromResult<Stream>(stream);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ArtifactFile>> ListAsync(string folder, CancellationToken cancellation)
    {
        if (PathOf(folder) is not { } path || !Directory.Exists(path))
        {
            return Task.FromResult<IReadOnlyList<ArtifactFile>>([]);
        }

        string prefix = folder.Length == 0 ? string.Empty : folder + '/';
        return Task.FromResult<IReadOnlyList<ArtifactFile>>([.. new DirectoryInfo(path).EnumerateFileSystemInfos()
            .Where(entry => !IsLink(entry) && !entry.Name.EndsWith(StagedFile.Extension, StringComparison.Ordinal))
            .Select(entry => new ArtifactFile(prefix + entry.Name, entry is DirectoryInfo, (entry as FileInfo)?.Length ?? 0, string.Empty))
            .OrderBy(file => file.Path, StringComparer.Ordinal)]);
    }

    /// <inheritdoc/>
    public Task RemoveAsync(string path, CancellationToken cancellation)
    {
        if (path.Length > 0 && PathOf(path) is { } found)
        {
            if (Directory.Exists(found))
            {
                Directory.Delete(found, recursive: true);
            }
            else
            {
                File.Delete(found);
            }
        }

        return Task.CompletedTask;
    }

    // Null when a link stands on the way. The root itself may be one: whoever runs the server has named it.
    private string? PathOf(string path)
    {
        string at = Path.GetFullPath(root);
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            at = Path.Combine(at, name);
            if (IsLink(new FileInfo(at)))
            {
                return null;
            }
        }

        return at;
    }

    private static bool IsLink(FileSystemInfo entry) => entry.LinkTarget is not null;
}
