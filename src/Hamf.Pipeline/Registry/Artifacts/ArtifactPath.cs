namespace Hamf.Pipeline.Registry.Artifacts;

/// <summary>Checks paths of artifacts as they come from outside: every way out of the tree is refused before anything is looked up.</summary>
public static class ArtifactPath
{
    /// <summary>Checks a path relative to a tree.</summary>
    /// <param name="path">The path as sent, percent-decoded once by the server.</param>
    /// <returns>The path with single forward slashes and none at its ends; empty for the root.</returns>
    /// <exception cref="RegistryException">The path leaves the tree, or could in some encoding.</exception>
    public static string Check(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Split('/').Any(part => part is ".." or ".") || path.StartsWith('/') || path.Contains('\\', StringComparison.Ordinal) || path.Contains('\0', StringComparison.Ordinal) || path.Contains('#', StringComparison.Ordinal))
        {
            throw RegistryException.Invalid("Invalid path");
        }

        return string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries));
    }
}
