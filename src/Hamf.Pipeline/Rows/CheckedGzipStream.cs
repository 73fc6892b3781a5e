using System.IO.Compression;

namespace Hamf.Pipeline.Rows;

/// <summary>
/// Decompresses gzip and notices a file that was cut off, which <see cref="GZipStream"/> takes for the file's end. It appends a gzip member of
/// its own to the input: only when all members before it are whole does its content come out at the end.
/// </summary>
internal sealed class CheckedGzipStream : ForwardStream
{
    private static readonly byte[] Seal = "\0end of the compressed data\0"u8.ToArray();

    private readonly GZipStream _gzip;
    private readonly byte[] _held = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _ended;

    public CheckedGzipStream(Stream compressed)
    {
        _gzip = new GZipStream(new JoinedStream(compressed, CompressedSeal()), CompressionMode.Decompress);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The compressed data is damaged or ends too early.</exception>
    public override int Read(Span<byte> buffer)
    {
        // The last bytes so far may be the seal, so they are held back until more follow.
        while (!_ended && _end - _start <= Seal.Length)
        {
            Fill();
        }

        int length = Math.Min(buffer.Length, _ended ? _end - _start : _end - _start - Seal.Length);
        _held.AsSpan(_start, length).CopyTo(buffer);
        _start += length;
        return length;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip.Dispose();
        }

        base.Dispose(disposing);
    }

    private static MemoryStream CompressedSeal()
    {
        var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Seal);
        }

        result.Position = 0;
        return result;
    }

    private void Fill()
    {
        _held.AsSpan(_start, _end - _start).CopyTo(_held);
        _end -= _start;
        _start = 0;
        int read = Decompress();
        _end += read;
        if (read > 0)
        {
            return;
        }

        if (!_held.AsSpan(0, _end).EndsWith(Seal))
        {
            throw new InvalidDataException("the compressed data ends too early");
        }

        _end -= Seal.Length;
        _ended = true;
    }

    // A member that is cut off runs into the seal, which the library then reports in terms of its own.
    private int Decompress()
    {
        try
        {
            return _gzip.Read(_held, _end, _held.Length - _end);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException("the compressed data is damaged or ends too early", e);
        }
    }
}
