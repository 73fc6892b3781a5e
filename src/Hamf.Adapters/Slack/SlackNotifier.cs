using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hamf.Pipeline.Alerts;

namespace Hamf.Adapters.Slack;

/// <summary>Delivers alerts to a Slack incoming webhook, or anything that takes <c>{"text": ...}</c>. Thread-safe.</summary>
public sealed class SlackNotifier : INotifier
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HttpClient _client;
    private readonly SlackOptions _options;

    /// <summary>A notifier; the client is the caller's.</summary>
    public SlackNotifier(HttpClient client, SlackOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        _client = client;
        _options = options;
    }

    /// <inheritdoc/>
    public string Channel => AlertChannels.Slack;

    /// <inheritdoc/>
    public async Task SendAsync(Alert alert, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(alert);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_options.Timeout);
        using ByteArrayContent body = new(JsonSerializer.SerializeToUtf8Bytes(new { text = TextOf(alert) }, Json));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        try
        {
            using HttpResponseMessage answer = await _client.PostAsync(_options.Webhook, body, limit.Token).ConfigureAwait(false);
            ThrowIfRefused(answer.StatusCode);
        }
        catch (HttpRequestException e)
        {
            throw new NotificationException($"The Slack webhook at {_options.Webhook.Host} could not be reached: {e.Message}", isTransient: true, e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new NotificationException(
                $"The Slack webhook at {_options.Webhook.Host} did not answer within {_options.Timeout.TotalSeconds:0} s.", isTransient: true, e);
        }
    }

    // The path of a webhook is its secret, so messages name the host only.
    private void ThrowIfRefused(HttpStatusCode status)
    {
        int code = (int)status;
        if (code is >= 200 and < 300)
        {
            return;
        }

        bool isTransient = code is 408 or 429 or >= 500;
        string advice = isTransient ? "" : " Check the webhook's address (SLACK_WEBHOOK_URL).";
        throw new NotificationException($"The Slack webhook at {_options.Webhook.Host} answered {code} {status}.{advice}", isTransient);
    }

    private string TextOf(Alert alert)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{Escape(alert.Detector)}: alert on event {Escape(alert.EventId)}");
        text.Append(CultureInfo.InvariantCulture, $"{(alert.Entity is null ? "" : " of " + Escape(alert.Entity))}, score {alert.Score:0.000}");
        text.Append(CultureInfo.InvariantCulture, $" (threshold {alert.Threshold:0.000}, version {alert.ModelVersion})");
        foreach (Pipeline.Scoring.Reason reason in alert.Reasons)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n- {Escape(reason.Feature)}: {Escape(reason.Value)}");
        }

        if (_options.LinkOf?.Invoke(alert) is { } link)
        {
            text.Append('\n').Append(link);
        }

        return text.ToString();
    }

    // The three characters that Slack's markup gives a meaning; what an event says must not become a link or a mention.
    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}

/// <summary>How to reach Slack.</summary>
public sealed record SlackOptions
{
    /// <summary>The webhook's address; its path is a secret.</summary>
    public required Uri Webhook { get; init; }

    /// <summary>Longest time for one delivery. <value>10 s</value></summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The address of an alert's page, or null. <value>null</value></summary>
    public Func<Alert, Uri?>? LinkOf { get; init; }

    /// <summary>Options from the environment: <c>SLACK_WEBHOOK_URL</c>.</summary>
    /// <param name="variable">Reads an environment variable; null where it is not set.</param>
    /// <param name="problem">What is wrong, in a sentence; null when nothing is.</param>
    /// <returns>Null when Slack is not configured or something is wrong.</returns>
    public static SlackOptions? FromEnvironment(Func<string, string?> variable, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(variable);
        problem = null;
        if (variable("SLACK_WEBHOOK_URL") is not { Length: > 0 } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https")
        {
            return new SlackOptions { Webhook = url! };
        }

        problem = "SLACK_WEBHOOK_URL is not an http or https address.";
        return null;
    }
}
