using Hamf.Pipeline.Governance;
using Hamf.Server.Api;
using Hamf.Server.Mlflow;
using Microsoft.AspNetCore.Http;

namespace Hamf.Server.Security;

/// <summary>Refusals for want of a key or a role, in the form that the caller reads: MLflow's, problem details, or a page.</summary>
internal static class AccessAnswers
{
    public static Task KeyNeeded(HttpContext http, EndpointRole role, bool isPresented)
    {
        // A browser shows its own window when it is offered Basic; its pages have a form.
        bool isBrowser = http.Request.Headers.ContainsKey("Sec-Fetch-Mode") || BrowserPaths.WantsPage(http.Request);
        string[] schemes = ["Bearer realm=\"hamf\"", "Basic realm=\"hamf\", charset=\"UTF-8\""];
        http.Response.Headers.WWWAuthenticate = isBrowser ? schemes[..1] : schemes;
        if (!isPresented && HttpMethods.IsGet(http.Request.Method) && BrowserPaths.WantsPage(http.Request))
        {
            http.Response.Redirect($"{PageRoles.SignIn}?to={Uri.EscapeDataString(BrowserPaths.Shown(http.Request))}");
            return Task.CompletedTask;
        }

        return AnswerAsync(http, role, StatusCodes.Status401Unauthorized, "unauthenticated", isPresented
            ? "The key is not accepted: it is unknown, expired or revoked."
            : "A key is needed: send it as 'Authorization: Bearer KEY', as the password of Basic authentication, or as 'X-Api-Key: KEY'.");
    }

    public static Task RoleNeeded(HttpContext http, EndpointRole role, Caller caller, Role needed) => AnswerAsync(
        http, role, StatusCodes.Status403Forbidden, "permission_denied",
        $"This needs the role {needed.Word()}; the key '{caller.Name}' has {caller.Role.Word()}.");

    public static Task TooMany(HttpContext http, EndpointRole role)
    {
        http.Response.Headers.RetryAfter = "60";
        return AnswerAsync(http, role, StatusCodes.Status429TooManyRequests, "too_many_wrong_keys",
            $"More than {FailureLimit.PerMinute} wrong keys came from this address within a minute; wait a minute.");
    }

    private static Task AnswerAsync(HttpContext http, EndpointRole role, int status, string code, string detail)
    {
        if (role.IsMlflow)
        {
            string mlflowCode = status == StatusCodes.Status429TooManyRequests ? "REQUEST_LIMIT_EXCEEDED" : code.ToUpperInvariant();
            return MlflowErrors.WriteAsync(http, status, mlflowCode, detail);
        }

        ApiProblem problem = new(status, code, detail);
        return BrowserPaths.WantsPage(http.Request) ? ErrorPage.WriteAsync(http, problem) : problem.WriteAsync(http);
    }
}
