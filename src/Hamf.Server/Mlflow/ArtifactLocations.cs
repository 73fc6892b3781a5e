using Hamf.Pipeline.Registry;

namespace Hamf.Server.Mlflow;

/// <summary>What an experiment's artifact location may look like. Whether this server can read there is another matter.</summary>
internal static class ArtifactLocations
{
    /// <summary>Refuses a location that is no place for files, or that would name another one when paths are appended.</summary>
    /// <exception cref="RegistryException">It breaks a rule.</exception>
    public static void Check(string location)
    {
        TextLimits.Check("artifact_location", location, MlflowLimits.ArtifactLocationCharsMax);
        int query = location.IndexOf('?', StringComparison.Ordinal);
        string path = query < 0 ? location : location[..query];
        if (location.Contains('#', StringComparison.Ordinal) || path.Contains(';', StringComparison.Ordinal))
        {
            throw RegistryException.Invalid("'artifact_location' URL can't include fragments or params.");
        }

        if (location.StartsWith("runs:", StringComparison.OrdinalIgnoreCase))
        {
            throw RegistryException.Invalid($"Artifact location cannot be a runs:/ URI: '{location}'.");
        }

        if (query >= 0 && Uri.UnescapeDataString(location[query..]).Contains("..", StringComparison.Ordinal))
        {
            throw RegistryException.Invalid("'artifact_location' URL can't have '..' in its query.");
        }
    }
}
