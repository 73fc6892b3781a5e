using Hamf.Pipeline.Registry;
using Hamf.Server.Api;
using Hamf.Server.Mlflow;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hamf.Server.Security;

/// <summary>Gives every error the same form: problem details for programs, a page for browsers.</summary>
internal sealed class ErrorAnswers(RequestDelegate next, ILogger<ErrorAnswers> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Abort();
            return;
        }
        catch (BadHttpRequestException e)
        {
            await AnswerAsync(http, e.StatusCode).ConfigureAwait(false);
            return;
        }
        catch (StoreException e) when (e.IsTransient)
        {
            ServerLog.StoreUnavailable(logger, http.RoutePattern(), e.Message);
            await AnswerAsync(http, StatusCodes.Status503ServiceUnavailable).ConfigureAwait(false);
            return;
        }
        catch (RegistryException e) when (e.Error == RegistryError.InvalidParameterValue)
        {
            await ApiProblem.BadRequest(e.Message).WriteAsync(http).ConfigureAwait(false);
            return;
        }
        catch (Exception e)
        {
            ServerLog.RequestFailed(logger, http.RoutePattern(), e);
            await AnswerAsync(http, StatusCodes.Status500InternalServerError).ConfigureAwait(false);
            return;
        }

        HttpResponse response = http.Response;
        if (!response.HasStarted && response.StatusCode >= 400 && response.ContentLength is null && response.ContentType is null)
        {
            await AnswerAsync(http, response.StatusCode).ConfigureAwait(false);
        }
    }

    private static Task AnswerAsync(HttpContext http, int status)
    {
        ApiProblem problem = ApiProblem.OfStatus(status, http.Request);
        return MlflowErrors.Speaks(http) ? MlflowErrors.WriteAsync(http, problem)
            : BrowserPaths.WantsPage(http.Request) ? ErrorPage.WriteAsync(http, problem) : problem.WriteAsync(http);
    }
}
