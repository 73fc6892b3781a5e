using Microsoft.AspNetCore.Http;

namespace Hamf.Server.Security;

/// <summary>
/// <c>/alerts</c> and <c>/models</c> are pages to a browser and JSON to everybody else, told apart by the Accept header: the pages
/// live under <c>/ui</c>, and a browser's request is led there without changing its address.
/// </summary>
internal static class BrowserPaths
{
    /// <summary>Where the pages are.</summary>
    public const string Prefix = "/ui";

    private static readonly PathString[] Shared = ["/alerts", "/models"];

    /// <summary>Leads browsers to the pages and goes on.</summary>
    public static Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        PathString path = http.Request.Path;
        bool isShared = Shared.Any(s => path.StartsWithSegments(s, StringComparison.Ordinal));
        if (isShared)
        {
            http.Response.Headers.Vary = "Accept";
        }

        // The report is one document for everybody.
        bool isReport = path.Value!.EndsWith("/report", StringComparison.Ordinal);
        if (path == "/" || (isShared && !isReport && WantsPage(http.Request)))
        {
            http.Request.Path = path == "/" ? Prefix : Prefix + path;
        }

        return next(http);
    }

    /// <summary>True for a browser that opens a page or sends a form.</summary>
    public static bool WantsPage(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>The address as the browser shows it, of a request that may have been led to a page.</summary>
    public static string Shown(HttpRequest request)
    {
        string path = request.Path.Value!;
        string shown = path.StartsWith(Prefix + "/", StringComparison.Ordinal) ? path[Prefix.Length..] : path == Prefix ? "/" : path;
        return shown + request.QueryString;
    }
}
