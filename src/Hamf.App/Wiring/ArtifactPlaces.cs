using Hamf.Adapters.Files;
using Hamf.Adapters.S3;
using Hamf.App.Commands;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;

namespace Hamf.App.Wiring;

/// <summary>Where artifacts are kept and where else they may be read, as the environment says.</summary>
internal sealed class ArtifactPlaces : IDisposable
{
    /// <summary>The variable that names another store than the home's own: a folder or <c>s3://bucket/prefix</c>.</summary>
    public const string StoreVariable = "HAMF_ARTIFACTS";

    /// <summary>The variable that lists, separated by semicolons, folders and <c>s3://</c> addresses that clients may name as an experiment's place.</summary>
    public const string RootsVariable = "HAMF_ARTIFACT_ROOTS";

    private readonly List<S3Bucket> _buckets = [];
    private readonly List<(S3Location Location, IArtifactSpace Space)> _bucketRoots = [];
    private readonly List<(string Path, IArtifactSpace Space)> _folderRoots = [];
    private readonly string _staging;
    private readonly Func<string, string?> _variable;

    /// <exception cref="CommandFailure">A variable cannot be used; every problem is named.</exception>
    public ArtifactPlaces(HomeFolder home, Func<string, string?> variable)
    {
        _variable = variable;
        _staging = Path.Combine(home.ArtifactsPath, ".staging");
        string place = variable(StoreVariable)?.Trim() ?? string.Empty;
        Blobs = place.StartsWith(S3Location.Scheme, StringComparison.Ordinal)
            ? new S3Artifacts(Connect(place, StoreVariable), _staging, TimeProvider.System)
            : new ArtifactFolder(place.Length == 0 ? home.ArtifactsPath : Writable(FolderOf(place, StoreVariable)));
        foreach (string root in (variable(RootsVariable) ?? string.Empty).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            AddRoot(root);
        }
    }

    /// <summary>Content by digest.</summary>
    public IArtifactBlobs Blobs { get; }

    /// <summary>The space of a URI that a client has named, or null when it is not below a root.</summary>
    /// <exception cref="RegistryException">The path leaves its tree.</exception>
    public (IArtifactSpace Space, string Path)? Open(Uri uri)
    {
        if (S3Location.TryParse(uri.OriginalString, out S3Location? location))
        {
            return _bucketRoots.Where(root => root.Location.PathOf(location) is not null)
                .Select(root => ((IArtifactSpace, string)?)(root.Space, root.Location.PathOf(location)!))
                .FirstOrDefault();
        }

        if (!uri.IsFile || uri.IsUnc)
        {
            return null;
        }

        string path = Path.GetFullPath(uri.LocalPath);
        return _folderRoots.Where(root => path == root.Path || path.StartsWith(root.Path + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            .Select(root => ((IArtifactSpace, string)?)(root.Space, ArtifactPath.Check(path[root.Path.Length..].Replace('\\', '/').Trim('/'))))
            .FirstOrDefault();
    }

    /// <summary>A folder or <c>s3://bucket/prefix</c> that whoever runs the program has named.</summary>
    /// <exception cref="CommandFailure">The address cannot be used.</exception>
    public IArtifactSpace OpenNamed(string place) => place.StartsWith(S3Location.Scheme, StringComparison.Ordinal)
        ? new S3Space(Connect(place, "--out"), _staging)
        : new FolderSpace(FolderOf(place, "--out"));

    /// <inheritdoc/>
    public void Dispose() => _buckets.ForEach(bucket => bucket.Dispose());

    // What looks like an address of something else would become a folder of that name.
    private static string FolderOf(string place, string variable)
    {
        string path = Path.GetFullPath(place);
        return place.Contains("://", StringComparison.Ordinal) || File.Exists(path)
            ? throw CommandFailure.Usage($"{variable}: '{place}' is neither a folder nor s3://bucket/prefix")
            : path;
    }

    // Told at the start; else it would be the first upload that fails, or the first training at its end.
    private static string Writable(string path)
    {
        try
        {
            ArtifactFolder.TryWriting(path);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Failed($"{StoreVariable}: the folder '{path}' cannot be written ({e.Message}); change its permissions, or name another");
        }
    }

    private void AddRoot(string root)
    {
        if (root.StartsWith(S3Location.Scheme, StringComparison.Ordinal))
        {
            S3Bucket bucket = Connect(root, RootsVariable);
            _bucketRoots.Add((bucket.Location, new S3Space(bucket, _staging)));
        }
        else
        {
            string path = Path.TrimEndingDirectorySeparator(FolderOf(root, RootsVariable));
            _folderRoots.Add((path, new FolderSpace(path)));
        }
    }

    private S3Bucket Connect(string place, string variable)
    {
        if (!S3Location.TryParse(place, out S3Location? location))
        {
            throw CommandFailure.Usage($"{variable}: '{place}' is not s3://bucket/prefix, with a bucket of 3 to 63 lower-case letters, digits, '-' and '.'");
        }

        S3Options options = S3Options.FromEnvironment(_variable, out IReadOnlyList<string> problems);
        if (problems.Count > 0)
        {
            throw CommandFailure.Usage(string.Join(Environment.NewLine, problems));
        }

        var bucket = new S3Bucket(location, options);
        _buckets.Add(bucket);
        return bucket;
    }
}
