namespace Hamf.Adapters.Files;

/// <summary>The folder that Hamf keeps everything in, and the names inside it. Only its owner can look into it.</summary>
public sealed class HomeFolder
{
    /// <summary>Creates the folder where it is missing.</summary>
    /// <exception cref="IOException">It cannot be created.</exception>
    public HomeFolder(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        PrivateFolder.Create(Path);
    }

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>The stores' database.</summary>
    public string DatabasePath => In("hamf.db");

    /// <summary>The event log's database.</summary>
    public string LogPath => In("log.db");

    /// <summary>Artifacts by digest.</summary>
    public string ArtifactsPath => In("artifacts");

    /// <summary>Snapshots of window state.</summary>
    public string StatePath => In("state");

    /// <summary>Reports of runs, by run id, for people to open.</summary>
    public string ReportsPath => In("reports");

    /// <summary>Trials of searches, so that they can be resumed.</summary>
    public string SearchesPath => In("searches");

    /// <summary>The lock of the one server of this home.</summary>
    public string LockPath => In("server.lock");

    /// <summary>Which server holds the lock, in words.</summary>
    public string HolderPath => In("server.txt");

    /// <summary>The home's own number, made when it is first asked for; a copy of the folder has the same.</summary>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public string Id()
    {
        string path = In("id.txt");
        string part = System.IO.Path.Combine(Path, $"id.{Guid.NewGuid():N}.part");
        if (!File.Exists(path))
        {
            File.WriteAllText(part, Guid.NewGuid().ToString("N"));
            try
            {
                File.Move(part, path);
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another process was faster: its number counts.
                File.Delete(part);
            }
        }

        return File.ReadAllText(path).Trim();
    }

    /// <summary>A path inside the folder.</summary>
    public string In(string name) => System.IO.Path.Combine(Path, name);
}
