using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Authentication;
using System.Text;
using Hamf.Pipeline.Registry.External;
using Polly;
using Polly.Retry;

namespace Hamf.Adapters.Mlflow;

/// <summary>
/// Sends requests to one server: credentials, time limits, retries, and failures as <see cref="TrackingException"/>. Redirects are not followed,
/// because they could lead the credentials anywhere. Thread-safe.
/// </summary>
internal sealed class MlflowTransport : IDisposable
{
    private readonly MlflowOptions _options;
    private readonly HttpClient _client;
    private readonly AuthenticationHeaderValue? _credentials;
    private readonly ResiliencePipeline _retries;
    private readonly MlflowFailures _failures;

    public MlflowTransport(MlflowOptions options)
    {
        _options = options;
        _failures = new MlflowFailures(options);
        _credentials = options is { User: { } user, Password: { } password }
            ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")))
            : options.Token is { } token ? new AuthenticationHeaderValue("Bearer", token) : null;
#pragma warning disable CA2000 // The client owns the handler.
        _client = new HttpClient(NewHandler(options)) { BaseAddress = options.Server, Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore CA2000
        _retries = options.RetriesMax == 0 ? ResiliencePipeline.Empty : new ResiliencePipelineBuilder().AddRetry(RetriesOf(options)).Build();
    }

    /// <summary>The limits.</summary>
    public MlflowOptions Options => _options;

    /// <summary>Runs something that may be repeated as a whole, again and again while it fails for a moment.</summary>
    public async Task<T> RepeatAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellation) =>
        await _retries.ExecuteAsync(async token => await call(token).ConfigureAwait(false), cancellation).ConfigureAwait(false);

    /// <summary>Sends a request once, and reads the whole answer within the limits.</summary>
    /// <param name="newRequest">Makes the request; the content is disposed with it.</param>
    /// <param name="limit">Longest time.</param>
    /// <param name="cancellation">Stops.</param>
    public async Task<byte[]> SendOnceAsync(Func<HttpRequestMessage> newRequest, TimeSpan limit, CancellationToken cancellation)
    {
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timed.CancelAfter(limit);
        using HttpRequestMessage request = newRequest();
        try
        {
            using HttpResponseMessage answer = await SendAsync(request, timed.Token).ConfigureAwait(false);
            byte[] body = await ReadAsync(answer, timed.Token).ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? body : throw _failures.Of(request, answer, body);
        }
        catch (Exception e) when (Explain(e, request, limit, cancellation) is { } known)
        {
            throw known;
        }
    }

    /// <summary>Sends a request once and hands out the answer as soon as its head is there; the caller disposes it.</summary>
    public async Task<HttpResponseMessage> OpenOnceAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timed.CancelAfter(_options.Timeout);
        try
        {
            HttpResponseMessage answer = await SendAsync(request, timed.Token).ConfigureAwait(false);
            if (answer.IsSuccessStatusCode)
            {
                return answer;
            }

            using (answer)
            {
                throw _failures.Of(request, answer, await ReadAsync(answer, timed.Token).ConfigureAwait(false));
            }
        }
        catch (Exception e) when (Explain(e, request, _options.Timeout, cancellation) is { } known)
        {
            throw known;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

#pragma warning disable CA5359 // Somebody has asked for it, by a variable whose name says what it is.
    private static SocketsHttpHandler NewHandler(MlflowOptions options) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = options.Timeout < TimeSpan.FromSeconds(10) ? options.Timeout : TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        SslOptions = options.IsTlsInsecure
            ? new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true }
            : new SslClientAuthenticationOptions(),
    };
#pragma warning restore CA5359

    private static RetryStrategyOptions RetriesOf(MlflowOptions options) => new()
    {
        MaxRetryAttempts = options.RetriesMax,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = options.RetryDelay,
        MaxDelay = options.RetryDelayMax,
        ShouldHandle = new PredicateBuilder().Handle<TrackingException>(e => e.IsTransient),
        DelayGenerator = retry => ValueTask.FromResult<TimeSpan?>(
            retry.Outcome.Exception is TrackingException { RetryAfter: { } asked } ? asked < options.RetryDelayMax ? asked : options.RetryDelayMax : null),
    };

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        request.Headers.Authorization = _credentials;
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("hamf", null));
        return _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    private async Task<byte[]> ReadAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        Stream body = await answer.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            using var copy = new MemoryStream();
            var buffer = new byte[32 * 1024];
            int count;
            while ((count = await body.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
            {
                if (copy.Length + count > _options.ReplySizeMax)
                {
                    throw TrackingException.Refused($"{_failures.Called} answered more than {_options.ReplySizeMax} bytes at once.");
                }

                copy.Write(buffer, 0, count);
            }

            return copy.ToArray();
        }
    }

    private TrackingException? Explain(Exception e, HttpRequestMessage request, TimeSpan limit, CancellationToken cancellation) => e switch
    {
        HttpRequestException { InnerException: AuthenticationException } => _failures.Untrusted(e),
        HttpRequestException or IOException => _failures.Broken(request, e),
        OperationCanceledException when !cancellation.IsCancellationRequested => _failures.Late(request, limit, e),
        _ => null,
    };
}
