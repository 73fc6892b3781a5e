using Hamf.Adapters.Mlflow;
using Hamf.App.Wiring;
using Hamf.Models.Formats;
using Hamf.Models.Formats.Hamf;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Flows.Importing;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;
using Hamf.Pipeline.Registry.External;
using Hamf.Pipeline.Registry.Packaging;

namespace Hamf.App.Commands;

/// <summary>The files of a model on the external MLflow server, fetched into a folder that goes with this.</summary>
internal sealed class RemoteFiles : IDisposable
{
    private const long SizeMax = 4L << 30;
    private const int BlockSize = 1 << 20;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hamf-import-");
    private long _left = SizeMax;

    private RemoteFiles()
    {
    }

    /// <summary>The files to import.</summary>
    public IReadOnlyList<string> Paths { get; private set; } = [];

    /// <summary>The threshold that was stored with a model of Hamf, or null.</summary>
    public double? Threshold { get; private set; }

    /// <summary>The detector that came with a model of Hamf, or null.</summary>
    public PackagedDetector? Detector { get; private set; }

    /// <summary>Why the detector of a model of Hamf cannot be used, or null.</summary>
    public string? DetectorFault { get; private set; }

    /// <summary>The registered model's name, or null.</summary>
    public string? Name { get; private set; }

    /// <summary>Fetches what is needed of a model: of a folder with an MLmodel the files of the flavour that is read, else all.</summary>
    /// <exception cref="TrackingException">The server has no such model, or its files cannot be fetched.</exception>
    public static async Task<RemoteFiles> FetchAsync(string text, HomeServices home, CancellationToken cancellation)
    {
        if (!ModelUri.TryParse(text, out ModelUri uri))
        {
            throw CommandFailure.Usage($"'{text}' is not models:/NAME/VERSION, models:/NAME@ALIAS, models:/NAME/STAGE, models:/m-ID or runs:/RUN/PATH");
        }

        MlflowClient server = (home.External ?? throw CommandFailure.Usage($"{text} is on an MLflow server; say which with MLFLOW_TRACKING_URI=http://HOST:PORT")).Client;
        var fetched = new RemoteFiles();
        try
        {
            RemoteModel model = await server.ResolveAsync(uri, cancellation).ConfigureAwait(false);
            fetched.Name = uri.Name;
            fetched.Paths = await fetched.FetchAsync(server, model.Folder, text, cancellation).ConfigureAwait(false);
            return fetched;
        }
        catch
        {
            fetched.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<IReadOnlyList<string>> FetchAsync(MlflowClient server, RemoteFolder folder, string text, CancellationToken cancellation)
    {
        IReadOnlyList<ArtifactFile> all = await server.ListAsync(folder, cancellation).ConfigureAwait(false);
        IReadOnlyList<ArtifactFile> files = all;
        bool isOwn = false;
        var paths = new List<string>();
        if (files.FirstOrDefault(file => file.Path == MlModel.FileName) is { } description)
        {
            string mlModel = await FetchAsync(server, folder, description, cancellation).ConfigureAwait(false);
            FlavorChoice choice = FlavorChoice.Choose(MlModelReader.Read(await File.ReadAllTextAsync(mlModel, cancellation).ConfigureAwait(false)), out string? why)
                ?? throw CommandFailure.Failed(why!);
            isOwn = choice.Flavor == ModelPackage.OwnFlavor;

            // Its signature names the inputs of a model that was fitted without names; a model of Hamf has them.
            paths.AddRange(isOwn ? [] : [mlModel]);
            files = [.. files.Where(file => file.Path == choice.File || file.Path.StartsWith(choice.File + "/", StringComparison.Ordinal))];
        }

        if (files.Count is 0 or > ModelImport.FilesMax || files.Sum(file => file.Size) > SizeMax)
        {
            throw CommandFailure.Failed($"{text} has {files.Count} files to import; 1 to {ModelImport.FilesMax} with up to {SizeMax >> 30} GB are read");
        }

        foreach (ArtifactFile file in files)
        {
            paths.Add(await FetchAsync(server, folder, file, cancellation).ConfigureAwait(false));
        }

        if (isOwn)
        {
            ModelBundle bundle = Unwrap(paths[0]);
            await FetchDetectorAsync(server, folder, all.FirstOrDefault(file => file.Path == ModelPackage.DetectorName), bundle, cancellation).ConfigureAwait(false);
        }

        return paths;
    }

    // What Hamf stores is the model and its threshold in one file; the importer reads the model alone.
    private ModelBundle Unwrap(string path)
    {
        ModelBundle bundle = ModelBundle.FromBytes(File.ReadAllBytes(path));
        Threshold = bundle.Threshold;
        using FileStream target = File.Create(path);
        ModelFile.Write(bundle.Model, target);
        return bundle;
    }

    // The model is worth having without its detector too.
    private async Task FetchDetectorAsync(MlflowClient server, RemoteFolder folder, ArtifactFile? file, ModelBundle bundle, CancellationToken cancellation)
    {
        if (file is null || file.Size > DetectorFile.MaxBytes)
        {
            DetectorFault = file is null ? $"It came without {ModelPackage.DetectorName}." : $"Its {ModelPackage.DetectorName} has {file.Size:N0} bytes; a detector has at most {DetectorFile.MaxBytes:N0}.";
            return;
        }

        try
        {
            string path = await FetchAsync(server, folder, file, cancellation).ConfigureAwait(false);
            Detector = PackagedDetector.Read(await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false), bundle.Model.Features);
        }
        catch (InvalidDataException e)
        {
            DetectorFault = e.Message;
        }
    }

    private async Task<string> FetchAsync(MlflowClient server, RemoteFolder folder, ArtifactFile file, CancellationToken cancellation)
    {
        string path = Path.Combine(_folder.FullName, file.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Stream content = await server.OpenAsync(folder, file.Path, cancellation).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            FileStream target = File.Create(path);
            await using (target.ConfigureAwait(false))
            {
                await CopyAsync(content, target, cancellation).ConfigureAwait(false);
            }
        }

        return path;
    }

    // What a server sends counts, not what it says a file has.
    private async Task CopyAsync(Stream content, FileStream target, CancellationToken cancellation)
    {
        byte[] block = new byte[BlockSize];
        int count;
        while ((count = await content.ReadAsync(block, cancellation).ConfigureAwait(false)) > 0)
        {
            _left -= count;
            if (_left < 0)
            {
                throw CommandFailure.Failed($"the MLflow server sends more than {SizeMax >> 30} GB, and no more is fetched");
            }

            await target.WriteAsync(block.AsMemory(0, count), cancellation).ConfigureAwait(false);
        }
    }
}
