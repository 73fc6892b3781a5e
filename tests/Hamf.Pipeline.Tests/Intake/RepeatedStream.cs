using System.Text;

namespace Hamf.Pipeline.Tests.Intake;

/// <summary>A header, then the same line again and again up to about the given size, without holding it.</summary>
internal sealed class RepeatedStream(string header, string line, long size) : Stream
{
    private readonly byte[] _line = Encoding.UTF8.GetBytes(line);
    private byte[] _current = Encoding.UTF8.GetBytes(header);
    private int _offset;
    private long _sent;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int written = 0;
        while (written < buffer.Length)
        {
            if (_offset == _current.Length)
            {
                if (_sent >= size)
                {
                    break;
                }

                _current = _line;
                _offset = 0;
            }

            int length = Math.Min(buffer.Length - written, _current.Length - _offset);
            _current.AsSpan(_offset, length).CopyTo(buffer[written..]);
            written += length;
            _offset += length;
            _sent += length;
        }

        return written;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
