using Microsoft.Win32.SafeHandles;

namespace Hamf.Adapters.Relational;

/// <summary>
/// Keeps room behind the end of SQLite's write-ahead log: zeros, some megabytes at a time. A commit that makes the file longer also waits for the
/// file system to note its new length, which takes several times as long as writing over zeros (bench/RESULTS.md, Tracking). To SQLite the zeros
/// are the end of the log, also after a crash: they carry the checksum of no frame. Belongs to the writing connection.
/// </summary>
internal sealed class WalRoom(string databasePath)
{
    /// <summary>A log that stays shorter than this is left alone: most programs write little.</summary>
    public const long SmallSize = 1 << 20;

    /// <summary>How much room is made at a time; the commit that comes next writes it to disk.</summary>
    public const int StepSize = 4 << 20;

    // The log is written back and begun anew at 128 MB. A longer one is longer for once.
    private const long SizeMax = 128L << 20;

    private static readonly byte[] Zeros = new byte[64 << 10];

    private readonly FileInfo _file = new(databasePath + "-wal");
    private long _size = SmallSize;
    private bool _isOff;

    /// <summary>
    /// Makes room when the log has outgrown what there was. Only inside a write transaction: nobody else appends to the log then, and what this
    /// transaction has written already counts in the file's length.
    /// </summary>
    public void Ensure()
    {
        _file.Refresh();
        if (_isOff || !_file.Exists || _file.Length <= _size || _file.Length > SizeMax)
        {
            return;
        }

        try
        {
            Extend(_file.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The room only saves time. Where the disk is full SQLite says so itself, when it needs some.
            _isOff = true;
        }
    }

    private void Extend(long end)
    {
        using SafeFileHandle log = File.OpenHandle(_file.FullName, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        for (int written = 0; written < StepSize; written += Zeros.Length)
        {
            RandomAccess.Write(log, Zeros, end + written);
        }

        _size = end + StepSize;
    }
}
