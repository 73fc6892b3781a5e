using System.Net;
using Hamf.Server.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hamf.Server.Security;

/// <summary>
/// Keeps web pages of other origins away: a name that was re-bound to this server's address is refused by its Host header, and a page
/// elsewhere cannot change anything because its Origin or Sec-Fetch-Site header gives it away.
/// </summary>
internal sealed class HostGuard(RequestDelegate next, HamfServerOptions options, ILogger<HostGuard> logger)
{
    public Task InvokeAsync(HttpContext http)
    {
        HttpRequest request = http.Request;
        if (!IsOurs(request.Host.Host))
        {
            ServerLog.HostRefused(logger, Printable(request.Host.Host));
            return new ApiProblem(StatusCodes.Status421MisdirectedRequest, "host_refused",
                $"This server answers only to {Names()}; use one of them in the address, or start it with --host NAME.").WriteAsync(http);
        }

        bool reads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
        if (!reads && IsCrossSite(request))
        {
            ServerLog.CrossSiteRefused(logger, request.Method);
            return new ApiProblem(StatusCodes.Status403Forbidden, "cross_site_refused",
                "A page of another origin may not change anything here.").WriteAsync(http);
        }

        return next(http);
    }

    // Beyond loopback every request needs a key, which a page of another name does not have; so names are checked there only if they are given.
    private bool IsOurs(string host) =>
        IsLoopbackName(host)
        || options.Hosts.Contains(host, StringComparer.OrdinalIgnoreCase)
        || (!options.IsLoopback && (options.Hosts.Count == 0 || IPAddress.TryParse(host.AsSpan().Trim("[]"), out _)));

    private string Names() => string.Join(", ", ["localhost", "127.0.0.1", "[::1]", .. options.Hosts]);

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.AsSpan().Trim("[]"), out IPAddress? address) && IPAddress.IsLoopback(address));

    private static bool IsCrossSite(HttpRequest request)
    {
        // A browser that sends this header cannot be made to lie by a page; Origin is for those that do not.
        string site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site is not ("same-origin" or "none");
        }

        string origin = request.Headers.Origin.ToString();
        return origin.Length > 0
            && !origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }

    private static string Printable(string host) =>
        new([.. host.Take(64).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or ':' ? c : '?')]);
}
