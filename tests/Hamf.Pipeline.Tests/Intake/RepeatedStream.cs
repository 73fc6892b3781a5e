using System.Text;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Tests.Intake;

/// <summary>A header, then the same line again and again up to about the given size, without holding it.</summary>
internal sealed class RepeatedStream(string header, string line, long size) : ForwardStream
{
    private readonly byte[] _line = Encoding.UTF8.GetBytes(line);
    private byte[] _current = Encoding.UTF8.GetBytes(header);
    private int _offset;
    private long _sent;

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
}
