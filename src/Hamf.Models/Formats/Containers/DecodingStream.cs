namespace Hamf.Models.Formats.Containers;

/// <summary>
/// A stream that a decoder fills piece by piece. A damaged source ends in <see cref="InvalidDataException"/>, as in the streams of the runtime.
/// </summary>
internal abstract class DecodingStream : Stream
{
    private ReadOnlyMemory<byte> _piece;

    /// <inheritdoc/>
    public sealed override bool CanRead => true;

    /// <inheritdoc/>
    public sealed override bool CanSeek => false;

    /// <inheritdoc/>
    public sealed override bool CanWrite => false;

    /// <inheritdoc/>
    public sealed override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public sealed override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public sealed override int Read(Span<byte> buffer)
    {
        while (_piece.IsEmpty)
        {
            if (!TryDecode(out _piece))
            {
                return 0;
            }
        }

        int count = Math.Min(buffer.Length, _piece.Length);
        _piece.Span[..count].CopyTo(buffer);
        _piece = _piece[count..];
        return count;
    }

    /// <inheritdoc/>
    public sealed override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public sealed override void Flush()
    {
    }

    /// <inheritdoc/>
    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public sealed override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public sealed override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>The next piece, which stays as it is until the next call; it may be empty. False at the end.</summary>
    protected abstract bool TryDecode(out ReadOnlyMemory<byte> piece);
}
