using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hamf.Server.Metrics;

/// <summary>Counts and times every request, refused ones included.</summary>
internal sealed class RequestMetrics(RequestDelegate next, ServerMetrics metrics, TimeProvider time)
{
    public const string LiveStreamRoute = "/api/stream/live";

    private const string Other = "other";

    public async Task InvokeAsync(HttpContext http)
    {
        long start = time.GetTimestamp();
        try
        {
            await next(http).ConfigureAwait(false);
        }
        finally
        {
            string route = RouteOf(http);
            TimeSpan? took = route == LiveStreamRoute ? null : time.GetElapsedTime(start);
            metrics.RecordRequest(MethodOf(http.Request.Method), route, http.Response.StatusCode, took);
        }
    }

    private static string RouteOf(HttpContext http) =>
        http.GetEndpoint() is RouteEndpoint endpoint && endpoint.RoutePattern.RawText is { Length: > 0 } text
            ? text.StartsWith('/') ? text : "/" + text
            : Other;

    private static string MethodOf(string method) => method switch
    {
        "GET" or "POST" or "PUT" or "DELETE" or "HEAD" or "OPTIONS" or "PATCH" => method,
        _ => Other,
    };
}
