using System.IO.MemoryMappedFiles;

namespace Hamf.Models.Formats.Hamf;

/// <summary>
/// A file's content as one span, read by the operating system as it is touched, so that a big model needs no buffer beside its tables.
/// The file must not be cut short meanwhile. Where it is deleted or replaced the content stays as it was on Linux; Windows refuses both until
/// this is disposed. Not thread-safe.
/// </summary>
public sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private readonly int _length;

    /// <summary>Maps a file.</summary>
    /// <param name="stream">An open file of at least one byte; closed with this.</param>
    public MappedFile(FileStream stream)
    {
        _length = checked((int)stream.Length);
        _file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, _length, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    /// <summary>The content; not to be used after <see cref="Dispose"/>.</summary>
    // In bounds: the view was made for _length bytes at offset 0, and the pointer is held until Dispose.
    public ReadOnlySpan<byte> Content => new(_start + _view.PointerOffset, _length);

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
