using Hamf.Pipeline.Registry;
using Hamf.Server.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hamf.Server.Mlflow;

/// <summary>Error bodies as MLflow's clients read them: <c>{"error_code": "...", "message": "..."}</c>.</summary>
internal static class MlflowErrors
{
    private static readonly PathString[] Roots = ["/api/2.0", "/api/3.0", "/ajax-api"];

    /// <summary>Runs a call and answers its refusals.</summary>
    public static async Task GuardAsync(HttpContext http, Func<Task> call)
    {
        try
        {
            await call().ConfigureAwait(false);
        }
        catch (RegistryException e)
        {
            (int status, string code) = e.Error switch
            {
                RegistryError.ResourceAlreadyExists => (400, "RESOURCE_ALREADY_EXISTS"),
                RegistryError.ResourceDoesNotExist => (404, "RESOURCE_DOES_NOT_EXIST"),
                RegistryError.PermissionDenied => (403, "PERMISSION_DENIED"),
                _ => (400, "INVALID_PARAMETER_VALUE"),
            };
            await WriteAsync(http, status, code, e.Message).ConfigureAwait(false);
        }
        catch (StoreException e) when (e.IsTransient)
        {
            // The client tries this status again. The message names a host, which is not the caller's business.
            ServerLog.StoreUnavailable(http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(nameof(MlflowErrors)), http.RoutePattern(), e.Message);
            http.Response.Headers.RetryAfter = "2";
            await WriteAsync(http, StatusCodes.Status503ServiceUnavailable, "TEMPORARILY_UNAVAILABLE", "The database or the store of artifacts cannot be reached at the moment. Try again.")
                .ConfigureAwait(false);
        }
        catch (BadHttpRequestException e)
        {
            await WriteAsync(http, e.StatusCode, "INVALID_PARAMETER_VALUE", e.Message).ConfigureAwait(false);
        }
    }

    /// <summary>True where MLflow's clients ask, whether or not there is such a call.</summary>
    public static bool Speaks(HttpContext http) => Roots.Any(root => http.Request.Path.StartsWithSegments(root, StringComparison.Ordinal));

    /// <summary>Answers what another part of the server has found wrong. A call that is not there has a code of its own, by which clients try an older one.</summary>
    public static Task WriteAsync(HttpContext http, ApiProblem problem)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return Task.CompletedTask;
        }

        string code = problem.Status switch
        {
            StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed => "ENDPOINT_NOT_FOUND",
            StatusCodes.Status503ServiceUnavailable => "TEMPORARILY_UNAVAILABLE",
            >= 500 => "INTERNAL_ERROR",
            _ => "BAD_REQUEST",
        };
        return WriteAsync(http, problem.Status, code, problem.Detail);
    }

    /// <summary>Answers with an error.</summary>
    public static Task WriteAsync(HttpContext http, int status, string code, string message) =>
        JsonReply.WriteAsync(http, status, JsonReply.ContentType, (code, message), static (json, error) =>
        {
            json.WriteStartObject();
            json.WriteString("error_code", error.code);
            json.WriteString("message", error.message);
            json.WriteEndObject();
        });
}
