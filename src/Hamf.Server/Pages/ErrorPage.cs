using System.Text;
using System.Text.Encodings.Web;
using Hamf.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Hamf.Server;

/// <summary>The page a browser gets instead of problem details. Plain text in a frame: it must work when everything else fails.</summary>
internal static class ErrorPage
{
    public static Task WriteAsync(HttpContext http, ApiProblem problem)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return Task.CompletedTask;
        }

        // A form that was open while the server restarted carries a token of its former life.
        string hint = problem.Status == StatusCodes.Status400BadRequest
            ? "If you sent a form, go back, reload the page and send it again."
            : problem.Detail;
        byte[] page = Encoding.UTF8.GetBytes(
            $"""
            <!doctype html><html lang="en"><head><meta charset="utf-8"><title>{problem.Status} · Hamf</title>
            <meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/assets/app.css"></head>
            <body><main class="page"><section class="card empty"><h1>{problem.Status}</h1><p>{HtmlEncoder.Default.Encode(hint)}</p>
            <p><a href="/">To the overview</a></p></section></main></body></html>
            """);
        http.Response.StatusCode = problem.Status;
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.ContentLength = page.Length;
        return http.Response.Body.WriteAsync(page, http.RequestAborted).AsTask();
    }
}
