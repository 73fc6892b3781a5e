using Hamf.Pipeline.Registry;

namespace Hamf.Server.Mlflow;

/// <summary>What an experiment's artifact location may look like. Whether this server can read there is another matter.</summary>
internal static class ArtifactLocations
{
    /// <summary>Checks a location and makes a relative folder absolute, from the folder that the server was started in: to each client it would be another.</summary>
    /// <exception cref="RegistryException">It is no place for files, or would name another one when paths are appended.</exception>
    public static string Read(string location)
    {
        Check(location);
        return location.Contains(':', StringComparison.Ordinal) || Path.IsPathRooted(location) ? location : Path.GetFullPath(location);
    }

    /// <summary>What is wrong with a location, or null.</summary>
    public static string? Problem(string location)
    {
        if (location.Length == 0)
        {
            return "it is empty";
        }

        try
        {
            Read(location);
            return null;
        }
        catch (RegistryException e)
        {
            return e.Message;
        }
    }

    private static void Check(string location)
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
