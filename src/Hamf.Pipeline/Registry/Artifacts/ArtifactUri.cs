namespace Hamf.Pipeline.Registry.Artifacts;

/// <summary>Composes URIs of artifacts.</summary>
public static class ArtifactUri
{
    /// <summary>The URI of something below a place. The query of a URI stays at its end, for that is where whoever opens it looks.</summary>
    /// <param name="root">The place: a URI, or an absolute path, in which a question mark is a character as any other.</param>
    /// <param name="path">What lies below it, without a slash at its start.</param>
    /// <returns><c>s3://bucket/root/7/artifacts?profile=a</c> for <c>s3://bucket/root?profile=a</c> and <c>7/artifacts</c>.</returns>
    public static string Below(string root, string path)
    {
        ArgumentNullException.ThrowIfNull(root);
        int query = root.StartsWith('/') ? -1 : root.IndexOf('?', StringComparison.Ordinal);
        int end = query < 0 ? root.Length : query;
        return $"{root.AsSpan(0, end).TrimEnd('/')}/{path}{root.AsSpan(end)}";
    }
}
