using System.Net.Http.Headers;
using System.Text.Json;
using Hamf.Pipeline.Registry.External;

namespace Hamf.Adapters.Mlflow;

/// <summary>Turns what goes wrong with a server into <see cref="TrackingException"/>, in words that name the server, the call and what to do.</summary>
internal sealed class MlflowFailures(MlflowOptions options)
{
    private const int LongestQuote = 300;

    /// <summary>The server, for messages.</summary>
    public string Called { get; } = $"The MLflow server at {options.Server.GetLeftPart(UriPartial.Path).TrimEnd('/')}";

    /// <summary>The failure that an answer tells.</summary>
    public TrackingException Of(HttpRequestMessage request, HttpResponseMessage answer, byte[] body)
    {
        int status = (int)answer.StatusCode;
        (string? code, string? message) = Read(body);
        string told = $"{Called} answered {status}{(code is null ? string.Empty : " " + code)} to {Name(request)}";
        string why = message is null ? "." : $": {Quote(message)}";
        return status switch
        {
            >= 300 and < 400 => TrackingException.Refused(
                $"{told}: it leads to {Target(answer.Headers.Location)}, which is not followed, because credentials would go there too. Set MLFLOW_TRACKING_URI to the address that answers."),
            401 or 403 => new(TrackingError.Unauthorized, $"{told}{why} Check MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD."),
            404 when code is "RESOURCE_DOES_NOT_EXIST" or "NOT_FOUND" => TrackingException.Missing(told + why),
            404 or 405 or 501 => new(TrackingError.Unsupported, $"{told}: it is of another version, or no MLflow server."),
            408 or 429 or 500 or 502 or 503 or 504 => new(TrackingError.Unreachable, told + why) { RetryAfter = WaitOf(answer.Headers.RetryAfter) },
            _ when code is "RESOURCE_ALREADY_EXISTS" or "ALREADY_EXISTS" => new(TrackingError.Exists, told + why),
            _ => TrackingException.Refused(told + why),
        };
    }

    /// <summary>The connection could not be made or broke.</summary>
    public TrackingException Broken(HttpRequestMessage request, Exception e) =>
        new(TrackingError.Unreachable, $"{Called} could not be reached for {Name(request)}: {Quote(e.Message)}", e);

    /// <summary>It took too long.</summary>
    public TrackingException Late(HttpRequestMessage request, TimeSpan limit, Exception e) =>
        new(TrackingError.Unreachable, FormattableString.Invariant($"{Called} did not answer {Name(request)} within {limit.TotalSeconds:0.#} s."), e);

    /// <summary>The certificate is not one that this machine trusts.</summary>
    public TrackingException Untrusted(Exception e) => new(
        TrackingError.Refused,
        $"{Called} has no certificate that this machine trusts: {Quote(e.InnerException!.Message)} Install its authority, or set MLFLOW_TRACKING_INSECURE_TLS=true.",
        e);

    /// <summary>The answer is not what the call should give.</summary>
    public TrackingException Strange(string call, string expected) =>
        new(TrackingError.Unsupported, $"{Called} answered {call} without {expected}: is it an MLflow server?");

    // What follows the path may name things that are nobody's business in a log.
    private string Name(HttpRequestMessage request) =>
        $"{request.Method} {new Uri(options.Server, request.RequestUri!).AbsolutePath}";

    private static string Target(Uri? location) =>
        location is null ? "nowhere" : location.IsAbsoluteUri ? location.GetLeftPart(UriPartial.Path) : location.OriginalString.Split('?')[0];

    private static (string? Code, string? Message) Read(byte[] body)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object ? (json.RootElement.Text("error_code"), json.RootElement.Text("message")) : default;
        }
        catch (JsonException)
        {
            return default;
        }
    }

    // A server, or a proxy before it, may repeat what it was sent, and quote whole statements.
    private string Quote(string message)
    {
        foreach (string secret in new[] { options.Token, options.Password }.OfType<string>())
        {
            message = message.Replace(secret, "***", StringComparison.Ordinal);
        }

        message = string.Concat(message.Select(c => char.IsControl(c) ? ' ' : c));
        return message.Length <= LongestQuote ? message : message[..LongestQuote] + "...";
    }

    private static TimeSpan? WaitOf(RetryConditionHeaderValue? header) => header?.Delta is { } delta && delta >= TimeSpan.Zero ? delta : null;
}
