using System.Diagnostics;
using Hamf.TestKit;

namespace Hamf.System.Tests;

/// <summary>A file system of its own, small enough to be filled: a folder in memory, mounted over a temporary one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int BlockSize = 4_096;

    private SmallDisk(TempFolder folder) => Folder = folder;

    /// <summary>Where it is mounted.</summary>
    public TempFolder Folder { get; }

    private string Ballast => Folder.File("ballast");

    /// <summary>
    /// Mounts a disk. Skips the test where the system does not permit it, under CI too: the right to mount is not a part that could be installed.
    /// </summary>
    public static SmallDisk Mount(int mebibytes)
    {
        string mount = RealPart.Program("mount", "apt-get install mount");
        TempFolder folder = new();
        using Process process = Process.Start(new ProcessStartInfo(mount, ["-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", folder.Path])
        {
            RedirectStandardError = true,
        })!;
        string problem = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode == 0)
        {
            return new SmallDisk(folder);
        }

        folder.Dispose();
        Assert.Skip($"A disk could not be mounted ({problem.Trim()}); run as root, in a container with --cap-add SYS_ADMIN.");
        throw new UnreachableException();
    }

    /// <summary>Takes all room that is left.</summary>
    public void Fill()
    {
        byte[] block = new byte[BlockSize];
        using FileStream ballast = new(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                ballast.Write(block);
            }
        }
        catch (IOException)
        {
            // No space left on device.
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Clear() => File.Delete(Ballast);

    public void Dispose()
    {
        using (Process process = Process.Start("umount", ["-l", Folder.Path]))
        {
            process.WaitForExit();
        }

        Folder.Dispose();
    }
}
