using Hamf.Server.Mlflow;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hamf.Server.Security;

/// <summary>
/// Refuses an address of artifacts that leaves them: the web server resolves '..' before routing, so that without this a request for an artifact
/// would become one for a page.
/// </summary>
internal static class ArtifactPathGuard
{
    private static readonly PathString[] Roots = ["/api/2.0/mlflow-artifacts", "/ajax-api/2.0/mlflow-artifacts"];

    public static Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        string raw = "/" + http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.TrimStart('/');
        bool leaves = Roots.Any(root => raw.StartsWith(root.Value!, StringComparison.OrdinalIgnoreCase) && !http.Request.Path.StartsWithSegments(root, StringComparison.OrdinalIgnoreCase));
        return leaves ? MlflowErrors.WriteAsync(http, StatusCodes.Status400BadRequest, "INVALID_PARAMETER_VALUE", "Invalid path") : next(http);
    }
}
