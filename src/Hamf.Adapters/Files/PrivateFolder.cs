namespace Hamf.Adapters.Files;

/// <summary>Makes folders that only their owner can look into.</summary>
internal static class PrivateFolder
{
    /// <summary>Creates the folder and its parents where they are missing; an existing one keeps its permissions.</summary>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
