using System.Text;
using Hamf.Models.Formats;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;
using Hamf.Pipeline.Registry.Packaging;

namespace Hamf.Pipeline.Flows.Importing;

/// <summary>A model folder as a client has logged it: its MLmodel, and of its files those that are read.</summary>
/// <param name="Model">What MLmodel says.</param>
/// <param name="Choice">The flavour that is read.</param>
/// <param name="Files">The files of that flavour.</param>
internal sealed record ModelFolder(MlModel Model, FlavorChoice Choice, IReadOnlyList<ImportFile> Files)
{
    private const int DescriptionBytesMax = 4 << 20;
    private const long FilesBytesMax = 1L << 30;

    /// <summary>Reads a folder.</summary>
    /// <exception cref="InvalidDataException">It is no model folder that can be read without running code; the message says why.</exception>
    public static async Task<ModelFolder> ReadAsync(ArtifactSpaces spaces, string location, CancellationToken cancellation)
    {
        (IArtifactSpace space, string path) = Find(spaces, location);
        byte[] description = await BytesAsync(space, Join(path, MlModel.FileName), DescriptionBytesMax, cancellation).ConfigureAwait(false)
            ?? throw new InvalidDataException($"There is no MLmodel file at {location}, so nothing says how the model is loaded. Log it with one of MLflow's log_model functions.");
        MlModel model = MlModelReader.Read(Encoding.UTF8.GetString(description));
        FlavorChoice choice = FlavorChoice.Choose(model, out string? why) ?? throw new InvalidDataException(why);
        return new ModelFolder(model, choice, await FilesAsync(space, path, choice, cancellation).ConfigureAwait(false));
    }

    private static (IArtifactSpace Space, string Path) Find(ArtifactSpaces spaces, string location)
    {
        try
        {
            return spaces.Resolve(location) ?? throw new InvalidDataException($"Its files are at {location}, where this server may not read.");
        }
        catch (RegistryException e)
        {
            throw new InvalidDataException($"Its files are at {location}: {e.Message}", e);
        }
    }

    // A flavour names one file; to Hamf's own belongs the detector beside it.
    private static async Task<IReadOnlyList<ImportFile>> FilesAsync(IArtifactSpace space, string folder, FlavorChoice choice, CancellationToken cancellation)
    {
        string[] names = choice.Flavor == ModelPackage.OwnFlavor ? [choice.File, ModelPackage.DetectorName] : [choice.File];
        var files = new List<ImportFile>();
        long left = FilesBytesMax;
        foreach (string name in names)
        {
            byte[] content = await BytesAsync(space, Join(folder, Checked(name)), left, cancellation).ConfigureAwait(false)
                ?? throw new InvalidDataException($"MLmodel names the file {name} for flavor {choice.Flavor}, but it is not there.");
            left -= content.Length;
            files.Add(new ImportFile(name, content));
        }

        return files;
    }

    private static string Checked(string name)
    {
        try
        {
            return ArtifactPath.Check(name);
        }
        catch (RegistryException e)
        {
            throw new InvalidDataException($"MLmodel names a file outside its folder: '{name}'.", e);
        }
    }

    private static async Task<byte[]?> BytesAsync(IArtifactSpace space, string path, long max, CancellationToken cancellation)
    {
        if (await space.FindAsync(path, cancellation).ConfigureAwait(false) is not { } file)
        {
            return null;
        }

        if (file.Size > max)
        {
            throw new InvalidDataException($"{path} has {file.Size} bytes; at most {max} are read.");
        }

        Stream stream = await space.OpenAsync(path, 0, cancellation).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            // Into its place at once: a model may be so large that there is no room for it twice.
            var content = new byte[file.Size];
            await stream.ReadExactlyAsync(content, cancellation).ConfigureAwait(false);
            return await stream.ReadAsync(new byte[1], cancellation).ConfigureAwait(false) == 0
                ? content
                : throw new IOException($"{path} had {file.Size} bytes and has more now: it is being written. It can be read when that has ended.");
        }
    }

    private static string Join(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";
}
