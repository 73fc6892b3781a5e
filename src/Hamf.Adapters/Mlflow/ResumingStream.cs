using System.Net;
using System.Net.Http.Headers;
using Hamf.Pipeline.Registry.External;
using Hamf.Pipeline.Rows;

namespace Hamf.Adapters.Mlflow;

/// <summary>
/// A file that is being downloaded. Where the connection breaks the rest is asked for; a server that cannot give a part is read again up to where
/// it broke. Read once, from the beginning. One owner.
/// </summary>
/// <param name="transport">The connection.</param>
/// <param name="url">The file.</param>
/// <param name="isThere">Whether the server lists the file: some answer for a file that is not there as if they were out of order.</param>
internal sealed class ResumingStream(MlflowTransport transport, string url, Func<CancellationToken, Task<bool>> isThere) : ForwardStream
{
    private HttpResponseMessage? _answer;
    private Stream? _body;
    private EntityTagHeaderValue? _tag;
    private long? _length;
    private long _position;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <summary>Asks for the file.</summary>
    public Task StartAsync(CancellationToken cancellation) => transport.RepeatAsync(
        async token =>
        {
            await ConnectAsync(token).ConfigureAwait(false);
            return true;
        },
        cancellation);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        // Every attempt after the first connects anew; what has been read counts as progress, so a long file may break many times.
        bool isBroken = false;
        int count = await transport.RepeatAsync(
            async token =>
            {
                if (isBroken || _body is null)
                {
                    await ConnectAsync(token).ConfigureAwait(false);
                }

                isBroken = true;
                return await ReadOnceAsync(buffer, token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        _position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(Span<byte> buffer) => throw new NotSupportedException("A download is read asynchronously.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Disconnect();
        }

        base.Dispose(disposing);
    }

    private void Disconnect()
    {
        _body?.Dispose();
        _answer?.Dispose();
        (_body, _answer) = (null, null);
    }

    private async Task ConnectAsync(CancellationToken cancellation)
    {
        Disconnect();
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (_position > 0)
        {
            request.Headers.Range = new RangeHeaderValue(_position, null);
        }

        try
        {
            _answer = await transport.OpenOnceAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (TrackingException e) when (e is { IsTransient: true, InnerException: null, RetryAfter: null })
        {
            throw await isThere(cancellation).ConfigureAwait(false) ? e : TrackingException.Missing($"The MLflow server has no file {url}.");
        }

        CheckSame(_answer);
        _body = await _answer.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        if (_position > 0 && _answer.StatusCode != HttpStatusCode.PartialContent)
        {
            await SkipAsync(_position, cancellation).ConfigureAwait(false);
        }
    }

    private void CheckSame(HttpResponseMessage answer)
    {
        bool isPart = answer.StatusCode == HttpStatusCode.PartialContent;
        ContentRangeHeaderValue? range = answer.Content.Headers.ContentRange;
        long? length = isPart ? range?.Length : answer.Content.Headers.ContentLength;
        if ((isPart && range?.From != _position) || (_position > 0 && ((_tag is not null && !_tag.Equals(answer.Headers.ETag)) || (_length ?? length) != length)))
        {
            throw TrackingException.Refused($"{url} has changed on the MLflow server while it was being read; fetch it again.");
        }

        (_tag, _length) = (answer.Headers.ETag, length);
    }

    private async Task<int> ReadOnceAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timed.CancelAfter(transport.Options.Timeout);
        try
        {
            int count = await _body!.ReadAsync(buffer, timed.Token).ConfigureAwait(false);
            return count > 0 || _length is null || _position == _length
                ? count
                : throw new TrackingException(TrackingError.Unreachable, $"{url} ended after {_position} of {_length} bytes.");
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new TrackingException(TrackingError.Unreachable, $"The connection broke after {_position} bytes of {url}.", e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new TrackingException(TrackingError.Unreachable, $"{url} stood still after {_position} bytes.", e);
        }
    }

    private async Task SkipAsync(long count, CancellationToken cancellation)
    {
        var buffer = new byte[64 * 1024];
        while (count > 0)
        {
            int read;
            try
            {
                read = await _body!.ReadAsync(buffer.AsMemory(0, (int)Math.Min(count, buffer.Length)), cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or HttpRequestException)
            {
                throw new TrackingException(TrackingError.Unreachable, $"The connection broke again while {url} was read up to {_position}.", e);
            }

            count -= read > 0 ? read : throw new TrackingException(TrackingError.Unreachable, $"{url} ended before {_position}.");
        }
    }
}
