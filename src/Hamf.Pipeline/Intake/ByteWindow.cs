using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Intake;

/// <summary>
/// The part of a stream that is being parsed: unread bytes in one array that moves along. It grows to the longest line allowed and no further,
/// which is what keeps memory independent of the file. Before the first unread byte there is always a line break.
/// </summary>
internal sealed class ByteWindow : IDisposable
{
    // Large enough that a refill is rare, small enough to stay in the second-level cache.
    private const int FirstSize = 256 * 1024;
    private const int LargestSize = RowLimits.LineBytesMax + 64;

    private readonly Stream _stream;
    private byte[] _bytes = new byte[FirstSize];
    private int _start = 1;
    private int _end = 1;

    public ByteWindow(Stream stream)
    {
        _stream = stream;
        _bytes[0] = (byte)'\n';
    }

    /// <summary>True when the stream has no more bytes than those in the window.</summary>
    public bool IsLast { get; private set; }

    /// <summary>The unread bytes; valid until the next <see cref="Refill"/>.</summary>
    public ReadOnlySpan<byte> Unread => _bytes.AsSpan(_start, _end - _start);

    /// <summary>The unread bytes with the line break before them.</summary>
    public ReadOnlyMemory<byte> UnreadAfterBreak => _bytes.AsMemory(_start - 1, _end - _start + 1);

    /// <summary>True when no further byte fits: the line at the window's start is longer than allowed.</summary>
    public bool IsFull => _end - _start >= LargestSize - 1;

    /// <summary>Moves past the given number of unread bytes, the last of which is a line break unless it is the stream's last.</summary>
    public void Skip(int count) => _start += count;

    /// <summary>Reads more bytes behind the unread ones.</summary>
    /// <returns>False when there were none.</returns>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="InvalidDataException">The stream is damaged.</exception>
    public bool Refill()
    {
        if (IsLast)
        {
            return false;
        }

        if (_start > 1)
        {
            _bytes.AsSpan(_start - 1, _end - _start + 1).CopyTo(_bytes);
            _end -= _start - 1;
            _start = 1;
        }

        if (_end > _bytes.Length / 2 && _bytes.Length < LargestSize)
        {
            Array.Resize(ref _bytes, Math.Min(LargestSize, _bytes.Length * 2));
        }

        int before = _end;
        while (_end < _bytes.Length)
        {
            int read = _stream.Read(_bytes, _end, _bytes.Length - _end);
            if (read == 0)
            {
                IsLast = true;
                break;
            }

            _end += read;
        }

        return _end > before;
    }

    /// <summary>Passes over a UTF-8 byte order mark at the stream's start.</summary>
    public void SkipByteOrderMark()
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        if (Unread.StartsWith(mark))
        {
            _start += mark.Length;
            _bytes[_start - 1] = (byte)'\n';
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();
}
