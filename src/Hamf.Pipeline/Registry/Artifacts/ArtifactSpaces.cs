namespace Hamf.Pipeline.Registry.Artifacts;

/// <summary>Finds the space and the path in it that a URI names. Thread-safe.</summary>
/// <param name="own">The space behind <c>mlflow-artifacts:/</c>.</param>
/// <param name="open">Opens the space of another URI (<c>s3://bucket/prefix</c>, <c>file:///folder</c>), or null when this server may not read there.</param>
public sealed class ArtifactSpaces(IArtifactSpace own, Func<Uri, (IArtifactSpace Space, string Path)?> open)
{
    /// <summary>The URI scheme of the server's own space.</summary>
    public const string OwnScheme = "mlflow-artifacts";

    private const string OwnPrefix = OwnScheme + ":";

    /// <summary>The space behind <c>mlflow-artifacts:/</c>.</summary>
    public IArtifactSpace Own => own;

    /// <summary>The space and path of a URI, or null when this server may not read there.</summary>
    /// <exception cref="RegistryException">The URI is malformed or leaves its tree.</exception>
    public (IArtifactSpace Space, string Path)? Resolve(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        if (uri.StartsWith(OwnPrefix, StringComparison.Ordinal))
        {
            return (own, OwnPath(uri[OwnPrefix.Length..]));
        }

        return Uri.TryCreate(uri, UriKind.Absolute, out Uri? parsed)
            ? open(parsed)
            : throw RegistryException.Invalid($"'{uri}' is not a URI of artifacts, such as {OwnScheme}:/0/RUN/artifacts.");
    }

    /// <summary>The space and path of something below a URI.</summary>
    /// <param name="uri">The root: a run's or a model's artifacts.</param>
    /// <param name="path">A path below it as sent; empty for the root itself.</param>
    /// <exception cref="RegistryException">The URI or the path is malformed or leaves its tree, or this server may not read there.</exception>
    public (IArtifactSpace Space, string Path) Resolve(string uri, string path)
    {
        string below = ArtifactPath.Check(path);
        (IArtifactSpace space, string root) = Resolve(uri)
            ?? throw new RegistryException(RegistryError.PermissionDenied, "The artifacts are not kept by this server, and it has not been allowed to read where they are.");
        return (space, root.Length == 0 ? below : below.Length == 0 ? root : $"{root}/{below}");
    }

    // Not by System.Uri, which resolves '..' before anybody can refuse it. A host, as in mlflow-artifacts://host:5000/7, is this server.
    private static string OwnPath(string rest)
    {
        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            int path = rest.IndexOf('/', 2);
            rest = path < 0 ? string.Empty : rest[path..];
        }

        return ArtifactPath.CheckEncoded(rest.StartsWith('/') ? rest[1..] : rest);
    }
}
