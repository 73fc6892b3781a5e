using Hamf.Pipeline.Rows;

namespace Hamf.Adapters.Files;

/// <summary>Reads files one after the other as one stream.</summary>
internal sealed class JoinedFiles(IReadOnlyList<string> paths) : ForwardStream
{
    private FileStream? _current;
    private int _next;

    public override int Read(Span<byte> buffer)
    {
        int read = 0;
        while (buffer.Length > 0 && read == 0 && (_current is not null || Open()))
        {
            read = _current!.Read(buffer);
            CloseAtEnd(read);
        }

        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = 0;
        while (buffer.Length > 0 && read == 0 && (_current is not null || Open()))
        {
            read = await _current!.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            CloseAtEnd(read);
        }

        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    protected override void Dispose(bool disposing)
    {
        _current?.Dispose();
        base.Dispose(disposing);
    }

    private bool Open()
    {
        if (_next == paths.Count)
        {
            return false;
        }

        _current = new FileStream(paths[_next++], FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, useAsync: true);
        return true;
    }

    private void CloseAtEnd(int read)
    {
        if (read == 0)
        {
            _current!.Dispose();
            _current = null;
        }
    }
}
