using Hamf.Pipeline.Flows.Streaming;

namespace Hamf.Adapters.Web;

/// <summary>Fetches polled endpoints over HTTP. Thread-safe.</summary>
public sealed class PollClient : IPollClient
{
    private readonly HttpClient _client;
    private readonly PollOptions _options;

    /// <summary>A poll client; the HTTP client is the caller's.</summary>
    public PollClient(HttpClient client, PollOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        _client = client;
        _options = options;
    }

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>> GetAsync(Uri url, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(url);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_options.Timeout);
        try
        {
            using HttpResponseMessage answer = await _client
                .GetAsync(url, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            return answer.IsSuccessStatusCode
                ? await ReadAsync(answer.Content, url, limit.Token).ConfigureAwait(false)
                : throw new PollException($"{Shown(url)} answered {(int)answer.StatusCode} {answer.StatusCode}.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new PollException($"{Shown(url)} could not be reached: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new PollException($"{Shown(url)} did not answer within {_options.Timeout.TotalSeconds:0} s.", e);
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, Uri url, CancellationToken cancellation)
    {
        if (content.Headers.ContentLength > _options.BytesMax)
        {
            throw TooLong(url);
        }

        Stream body = await content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            using MemoryStream copy = new();
            var buffer = new byte[16 * 1024];
            int count;
            while ((count = await body.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
            {
                if (copy.Length + count > _options.BytesMax)
                {
                    throw TooLong(url);
                }

                copy.Write(buffer, 0, count);
            }

            return copy.ToArray();
        }
    }

    private PollException TooLong(Uri url) => new($"{Shown(url)} answered more than {_options.BytesMax} bytes; let it answer less at a time.");

    // What follows the path may hold a key.
    private static string Shown(Uri url) => url.GetLeftPart(UriPartial.Path);
}

/// <summary>Limits of polling.</summary>
public sealed record PollOptions
{
    /// <summary>Longest time for one answer. <value>10 s</value></summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Most bytes of one answer. <value>1 MiB</value></summary>
    public int BytesMax { get; init; } = 1 << 20;
}
