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
internal sealed class MlflowRoutes(IEndpointRouteBuilder app, HamfServerOptions options)
{
    /// <summary>Prefix of the API.</summary>
    public const string ApiPrefix = "/api/2.0/mlflow/";

    /// <summary>The same API for MLflow's own pages.</summary>
    public const string AjaxPrefix = "/ajax-api/2.0/mlflow/";

    /// <summary>Maps a call that reads its fields from body or query and answers with JSON.</summary>
    /// <param name="methods">HTTP methods: <c>POST</c>, or several separated by spaces.</param>
    /// <param name="path">The path behind the prefix: <c>runs/create</c>.</param>
    /// <param name="call">Answers the request; it runs to its end before the next await of the caller.</param>
    public void Json(string methods, string path, Func<WireRequest, Action<Utf8JsonWriter>> call)
    {
        foreach (string prefix in (string[])[ApiPrefix, AjaxPrefix])
        {
            app.MapMethods(prefix + path, methods.Split(' '), http => AnswerAsync(http, call)).WithMetadata(RoleOf(path));
        }
    }

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

    private Task AnswerAsync(HttpContext http, Func<WireRequest, Action<Utf8JsonWriter>> call) => MlflowErrors.GuardAsync(http, async () =>
    {
        using WireRequest request = await WireRequest.ReadAsync(http, options.MaxImportBytes).ConfigureAwait(false);
        Action<Utf8JsonWriter> write = call(request);
        await ReplyAsync(http, write).ConfigureAwait(false);
    });

    private static Task ReplyAsync(HttpContext http, Action<Utf8JsonWriter> write) => JsonReply.WriteAsync(http, write, static (json, fields) =>
    {
        json.WriteStartObject();
        fields(json);
        json.WriteEndObject();
    });
}
