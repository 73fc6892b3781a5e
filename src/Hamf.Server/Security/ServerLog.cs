using Microsoft.Extensions.Logging;

namespace Hamf.Server;

/// <summary>The server's log messages, ids 5000 to 5099.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(5000, LogLevel.Error, "A request to {Route} failed inside the server.")]
    public static partial void RequestFailed(ILogger logger, string route, Exception exception);

    [LoggerMessage(5001, LogLevel.Warning, "Refused a request for host '{Host}': this server answers to other names.")]
    public static partial void HostRefused(ILogger logger, string host);

    [LoggerMessage(5002, LogLevel.Warning, "Refused a {Method} that a page of another origin sent.")]
    public static partial void CrossSiteRefused(ILogger logger, string method);

    [LoggerMessage(5003, LogLevel.Warning, "More than {Limit} wrong keys came from {Address} within a minute.")]
    public static partial void ManyWrongKeys(ILogger logger, System.Net.IPAddress? address, int limit);

    [LoggerMessage(5004, LogLevel.Warning, "The keys could not be read or noted; those known go on for five minutes: {Problem}")]
    public static partial void KeysUnreadable(ILogger logger, string problem);

    [LoggerMessage(5005, LogLevel.Warning, "A request to {Route} was answered with 503: {Problem}")]
    public static partial void StoreUnavailable(ILogger logger, string route, string problem);
}
