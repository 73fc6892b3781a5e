namespace Hamf.Pipeline.Registry.Artifacts;

/// <summary>Finds the space and the path in it that a URI names. Thread-safe.</summary>
/// <param name="own">The space behind <c>mlflow-artifacts:/</c>.</param>
/// <param name="open">Opens the space of another URI (<c>s3://bucket/prefix</c>, <c>file:///folder</c>), or null when this server may not read there.</param>
public sealed class ArtifactSpaces(IArtifactSpace own, Func<Uri, (IArtifactSpace Space, string Path)?> open)
{
    /// <summary>The URI scheme of the server's own space.</summary>
    public const string OwnScheme = "mlflow-artifacts";

    /// <summary>The space behind <c>mlflow-artifacts:/</c>.</summary>
    public IArtifactSpace Own => own;

    /// <summary>The space and path of a URI, or null when this server may not read there.</summary>
    /// <exception cref="RegistryException">The URI is malformed or leaves its tree.</exception>
    public (IArtifactSpace Space, string Path)? Resolve(string uri)
    {
        if (!Uri.TryCreate(uri, UriKind.Absolute, out Uri? parsed))
        {
            throw RegistryException.Invalid($"'{uri}' is not a URI of artifacts, such as {OwnScheme}:/0/RUN/artifacts.");
        }

        return parsed.Scheme == OwnScheme ? (own, ArtifactPath.Check(Uri.UnescapeDataString(parsed.AbsolutePath).TrimStart('/'))) : open(parsed);
    }
}
