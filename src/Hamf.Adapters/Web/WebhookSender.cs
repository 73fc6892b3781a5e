using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Hamf.Pipeline.Governance;

namespace Hamf.Adapters.Web;

/// <summary>
/// Delivers events by POST, signed. Addresses that are not of the internet are refused when the connection is made, after the name was resolved, so
/// that no name can lead into the own network; redirects are not followed, proxies not used, answers not read. Thread-safe.
/// </summary>
public sealed class WebhookSender : IWebhookSender, IDisposable
{
    /// <summary>The header with time and signature: <c>t=1718971200,v1=...</c>, HMAC-SHA256 in hexadecimal digits over <c>t.body</c>.</summary>
    public const string SignatureHeader = "X-Hamf-Signature";

    private readonly HttpClient _http;
    private readonly WebhookOptions _options;
    private readonly TimeProvider _time;

    /// <summary>A sender with its own connections.</summary>
    public WebhookSender(WebhookOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _time = time;
#pragma warning disable CA2000 // The client owns the handler.
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectCallback = ConnectAsync,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        });
#pragma warning restore CA2000
    }

    /// <summary>The signature of a body.</summary>
    /// <param name="secret">The webhook's secret.</param>
    /// <param name="unixSeconds">The time of sending.</param>
    /// <param name="body">The body.</param>
    public static string Sign(string secret, long unixSeconds, string body)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{unixSeconds}.{body}");
        byte[] signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text));
        return string.Create(CultureInfo.InvariantCulture, $"t={unixSeconds},v1={Convert.ToHexStringLower(signature)}");
    }

    /// <inheritdoc/>
    public async Task SendAsync(WebhookDelivery delivery, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_options.Timeout);
        using HttpRequestMessage request = new(HttpMethod.Post, delivery.Url)
        {
            Content = new StringContent(delivery.Body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add(SignatureHeader, Sign(delivery.Secret, _time.GetUtcNow().ToUnixTimeSeconds(), delivery.Body));
        request.Headers.Add("X-Hamf-Event", delivery.Kind);
        try
        {
            using HttpResponseMessage answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            ThrowIfRefused(delivery.Url.Host, (int)answer.StatusCode);
        }
        catch (HttpRequestException e)
        {
            // The guard's own refusal comes wrapped; its sentence says more.
            string reason = e.InnerException is NotPublicException refused ? refused.Message : e.Message;
            throw new WebhookException($"{delivery.Url.Host} could not be reached: {reason}", isTransient: true, e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new WebhookException($"{delivery.Url.Host} did not answer within {_options.Timeout.TotalSeconds:0} s.", isTransient: true, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    // 410 is how an endpoint says for good that it wants no more.
    private static void ThrowIfRefused(string host, int status)
    {
        if (status is < 200 or > 299)
        {
            throw new WebhookException($"{host} answered {status}.", isTransient: status != (int)HttpStatusCode.Gone);
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        IPAddress[] found = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation).ConfigureAwait(false);
        IPAddress[] allowed = [.. found.Where(a => _options.AllowPrivate || PublicAddress.Is(a))];
        if (allowed.Length == 0)
        {
            throw new NotPublicException($"{context.DnsEndPoint.Host} is in a private network or on this machine; hamf serve --allow-private-webhooks permits it.");
        }

        // To the addresses that were looked at, not to the name, which could mean another one by now.
#pragma warning disable CA2000 // The stream owns it.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
#pragma warning restore CA2000
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class NotPublicException(string message) : IOException(message);
}

/// <summary>Limits of deliveries to webhooks.</summary>
public sealed record WebhookOptions
{
    /// <summary>Longest time for one delivery. <value>10 s</value></summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether addresses of this machine and of private networks are permitted. <value>false</value></summary>
    public bool AllowPrivate { get; init; }
}
