using System.Runtime.InteropServices;

namespace Hamf.Adapters.Files;

/// <summary>Writes files so that each is there entirely or not at all, whatever happens meanwhile.</summary>
internal static class DurableFile
{
    /// <summary>Writes beside the target, forces it to disk, then gives it its name.</summary>
    public static void Write(string path, Action<Stream> write) => Write(path, write, static (file, write) => write(file));

    /// <summary>The same for a content that is in memory, without a copy of it.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content) => Write(path, content, static (file, content) => file.Write(content));

    /// <summary>Gives a file that is whole and on disk its name; one that has it is replaced.</summary>
    public static void Publish(string temporary, string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        PrivateFolder.Create(folder);
        File.Move(temporary, path, overwrite: true);
        SyncFolder(folder);
    }

    private static void Write<T>(string path, T content, Action<FileStream, T> write)
        where T : allows ref struct
    {
        string folder = Path.GetDirectoryName(path)!;
        PrivateFolder.Create(folder);
        string temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (FileStream file = Create(temporary))
            {
                write(file, content);
                file.Flush(flushToDisk: true);
            }

            Publish(temporary, path);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Creates a file that only its owner can read.</summary>
    public static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    // A new name is on disk only once its folder is; .NET cannot open a folder, and Windows keeps names in its own journal. A file system that
    // refuses keeps them in its own way too, so its answer changes nothing.
    private static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = Open(folder, 0);
        if (descriptor >= 0)
        {
            _ = Sync(descriptor);
            _ = Close(descriptor);
        }
    }

    [DllImport("libc", EntryPoint = "open", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
