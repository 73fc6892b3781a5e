using System.Text.Json;
using Hamf.Pipeline.Governance;
using Hamf.Server.Api;
using Hamf.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hamf.Server.Mlflow;

/// <summary>
/// Registers routes under both prefixes that clients use, and turns refusals into MLflow's error bodies. A reader may look (GET, and search by POST);
/// everything else is a trainer's.
/// </summary>
internal sealed class MlflowRoutes(IEndpointRouteBuilder app)
{
    /// <summary>Prefix of the API.</summary>
    public const string ApiPrefix = "/api/2.0/mlflow/";

    /// <summary>The same API for MLflow's own pages.</summary>
    public const string AjaxPrefix = "/ajax-api/2.0/mlflow/";

    // A call holds a thread while it waits for the database. Further ones wait without: they would only take the threads that scoring needs.
    private static readonly SemaphoreSlim AtOnce = new(Math.Max(16, 2 * Environment.ProcessorCount));

    private static readonly byte[] EmptyReply = "{}"u8.ToArray();

    /// <summary>Maps a call that reads its fields from body or query and answers with JSON.</summary>
    /// <param name="methods">HTTP methods: <c>POST</c>, or several separated by spaces.</param>
    /// <param name="path">The path behind the prefix: <c>runs/create</c>.</param>
    /// <param name="call">Answers the request; it runs to its end before the next await of the caller.</param>
    public void Json(string methods, string path, Func<WireRequest, Action<Utf8JsonWriter>> call) => Both(methods, path, async http =>
    {
        using WireRequest request = await WireRequest.ReadAsync(http).ConfigureAwait(false);
        await ReplyAsync(http, await InTurnAsync(http, () => call(request)).ConfigureAwait(false)).ConfigureAwait(false);
    });

    /// <summary>Maps a call that answers with nothing but success: <c>{}</c>.</summary>
    /// <param name="methods">HTTP methods.</param>
    /// <param name="path">The path behind the prefix.</param>
    /// <param name="call">Does what the request asks for.</param>
    public void Command(string methods, string path, Action<WireRequest> call) => Both(methods, path, async http =>
    {
        using WireRequest request = await WireRequest.ReadAsync(http).ConfigureAwait(false);
        await InTurnAsync(http, () => Done(call, request)).ConfigureAwait(false);
        await EmptyAsync(http).ConfigureAwait(false);
    });

    /// <summary>Maps a call that reads its body by itself and answers with <c>{}</c>, for bodies of many parts.</summary>
    /// <param name="path">The path behind the prefix.</param>
    /// <param name="call">Does what the body asks for.</param>
    public void Body(string path, Action<WireBody> call) => Both("POST", path, async http =>
    {
        using WireBody body = await WireBody.ReadAsync(http).ConfigureAwait(false);
        await InTurnAsync(http, () => Done(call, body)).ConfigureAwait(false);
        await EmptyAsync(http).ConfigureAwait(false);
    });

    /// <summary>Maps a call that reads and writes by itself; refusals are still turned into error bodies.</summary>
    /// <param name="methods">HTTP methods.</param>
    /// <param name="path">The whole path, with its prefix.</param>
    /// <param name="call">Answers the request.</param>
    public void Raw(string methods, string path, RequestDelegate call) =>
        app.MapMethods(path, methods.Split(' '), http => MlflowErrors.GuardAsync(http, () => call(http))).WithMetadata(RoleOf(path));

    // Whoever may look may also look by POST, which is how MLflow sends what is too long for an address.
    private static EndpointRole RoleOf(string path)
    {
        ReadOnlySpan<char> verb = path.AsSpan(path.LastIndexOf('/') + 1);
        bool looks = verb.StartsWith("search", StringComparison.Ordinal) || verb.StartsWith("get-", StringComparison.Ordinal);
        return new EndpointRole(Role.Reader, looks ? Role.Reader : Role.Trainer) { IsMlflow = true };
    }

    private static async ValueTask<T> InTurnAsync<T>(HttpContext http, Func<T> call)
    {
        await AtOnce.WaitAsync(http.RequestAborted).ConfigureAwait(false);
        try
        {
            return call();
        }
        finally
        {
            AtOnce.Release();
        }
    }

    private static bool Done<T>(Action<T> call, T argument)
    {
        call(argument);
        return true;
    }

    private void Both(string methods, string path, RequestDelegate call)
    {
        Raw(methods, ApiPrefix + path, call);
        Raw(methods, AjaxPrefix + path, call);
    }

    private static Task ReplyAsync(HttpContext http, Action<Utf8JsonWriter> write) => JsonReply.WriteAsync(http, write, static (json, fields) =>
    {
        json.WriteStartObject();
        fields(json);
        json.WriteEndObject();
    });

    private static Task EmptyAsync(HttpContext http)
    {
        http.Response.ContentType = JsonReply.ContentType;
        http.Response.ContentLength = EmptyReply.Length;
        return http.Response.Body.WriteAsync(EmptyReply, http.RequestAborted).AsTask();
    }
}
