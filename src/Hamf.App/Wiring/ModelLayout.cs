using System.Globalization;
using System.Text;
using Hamf.App.Commands;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;

namespace Hamf.App.Wiring;

/// <summary>
/// A model's versions as files under the time of their registration: <c>artifacts/20260301080000/...</c> for each, and <c>production/...</c> for the
/// champion. Writing again changes nothing; a folder that another version has is never touched.
/// </summary>
internal sealed class ModelLayout(HomeServices home, IArtifactSpace target)
{
    // Says which version a folder holds.
    private const string Owner = "version.txt";

    /// <summary>Writes all versions of a model.</summary>
    /// <returns>The folders that hold them now, oldest first.</returns>
    public async Task<IReadOnlyList<string>> WriteAsync(IReadOnlyList<ModelVersion> versions, CancellationToken cancellation)
    {
        List<string> folders = [];
        foreach (ModelVersion version in versions.OrderBy(v => v.Version))
        {
            folders.Add(await WriteAsync("artifacts", version, cancellation).ConfigureAwait(false));
            if (version.Aliases.Contains(ModelReference.Champion))
            {
                folders.Add(await WriteAsync("production", version, cancellation).ConfigureAwait(false));
            }
        }

        return folders;
    }

    private async Task<string> WriteAsync(string root, ModelVersion version, CancellationToken cancellation)
    {
        string owner = string.Create(CultureInfo.InvariantCulture, $"{version.Name}/{version.Version}\n");
        (string folder, bool isWhole) = await FolderAsync(root, version, owner, cancellation).ConfigureAwait(false);
        if (isWhole)
        {
            return folder;
        }

        foreach ((string name, byte[] content) in Files(version))
        {
            await PutAsync($"{folder}/{name}", content, cancellation).ConfigureAwait(false);
        }

        // Last, so that a folder that has it is whole.
        await PutAsync($"{folder}/{Owner}", Encoding.UTF8.GetBytes(owner), cancellation).ConfigureAwait(false);
        return folder;
    }

    // Two versions of one second stand one after the other.
    private async Task<(string Folder, bool IsWhole)> FolderAsync(string root, ModelVersion version, string owner, CancellationToken cancellation)
    {
        for (DateTime time = version.CreatedAt.UtcDateTime; ; time = time.AddSeconds(1))
        {
            string folder = $"{root}/{time.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)}";
            string? found = await OwnerAsync(folder, cancellation).ConfigureAwait(false);
            if (found is null || found == owner)
            {
                return (folder, found is not null);
            }
        }
    }

    private async Task<string?> OwnerAsync(string folder, CancellationToken cancellation)
    {
        if (await target.FindAsync($"{folder}/{Owner}", cancellation).ConfigureAwait(false) is null)
        {
            return null;
        }

        using var reader = new StreamReader(await target.OpenAsync($"{folder}/{Owner}", 0, cancellation).ConfigureAwait(false));
        return await reader.ReadToEndAsync(cancellation).ConfigureAwait(false);
    }

    private IEnumerable<(string Name, byte[] Content)> Files(ModelVersion version)
    {
        byte[] bundle = home.Artifacts.Get(version.BundleDigest);
        yield return ("model.hamf", bundle);
        yield return ("detector.yaml", Encoding.UTF8.GetBytes(version.DetectorYaml));
        foreach ((string name, string digest) in home.Runs.Find(version.RunId)?.Artifacts ?? new Dictionary<string, string>())
        {
            if (name.StartsWith("report.", StringComparison.Ordinal))
            {
                yield return (name, home.Artifacts.Get(digest));
            }
        }

        if (Onnx(version, bundle) is { } onnx)
        {
            yield return ("model.onnx", onnx);
        }
    }

    private static byte[]? Onnx(ModelVersion version, byte[] bundle)
    {
        try
        {
            return ModelsExportCommand.ToOnnx(version, ModelBundle.FromBytes(bundle));
        }
        catch (NotSupportedException)
        {
            // Not every model has a form in ONNX; the folder holds what there is.
            return null;
        }
    }

    private async Task PutAsync(string path, byte[] content, CancellationToken cancellation)
    {
        using var stream = new MemoryStream(content);
        await target.WriteAsync(path, stream, cancellation).ConfigureAwait(false);
    }
}
