using System.Text.Json;
using Hamf.Pipeline.Governance;
using Hamf.Pipeline.Registry;
using Hamf.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hamf.Server.Api;

/// <summary>Models, their versions and the champion alias.</summary>
internal sealed class ModelsApi(ApiContext api, ChampionMoves moves)
{
    private const int MaxReasonLength = 500;

    public static void Map(IEndpointRouteBuilder routes, ApiContext api, ChampionMoves moves)
    {
        ModelsApi models = new(api, moves);
        routes.MapGet("/models", models.ListAsync).Needs(Role.Reader).Describe(ModelDocs.List);
        routes.MapGet("/models/{name}", models.ShowAsync).Needs(Role.Reader).Describe(ModelDocs.Show);
        routes.MapGet("/models/{name}/versions/{version}/report", models.ReportAsync).Needs(Role.Reader).Describe(ModelDocs.Report);
        routes.MapPost("/models/{name}/aliases/champion", models.PromoteAsync).Needs(Role.Admin).Describe(ModelDocs.Promote);
        routes.MapPost("/models/{name}/rollback", models.RollBackAsync).Needs(Role.Admin).Describe(ModelDocs.RollBack);
    }

    private Task ListAsync(HttpContext http)
    {
        IEnumerable<IGrouping<string, ModelVersion>> models = api.Services.Models.List(null).GroupBy(v => v.Name, StringComparer.Ordinal);
        return JsonReply.WriteListAsync(http, "models", models, static (json, group) => WriteSummary(json, group.Key, [.. group]));
    }

    private static void WriteSummary(Utf8JsonWriter json, string name, ModelVersion[] versions)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        WriteVersionOf(json, "champion", versions, ModelReference.Champion);
        WriteVersionOf(json, "challenger", versions, ModelReference.Challenger);
        json.WriteNumber("latest", versions.Max(v => v.Version));
        json.WriteNumber("versions", versions.Length);
        json.WriteEndObject();
    }

    private static void WriteVersionOf(Utf8JsonWriter json, string alias, ModelVersion[] versions, string name)
    {
        if (versions.FirstOrDefault(v => v.Aliases.Contains(name)) is { } version)
        {
            json.WriteNumber(alias, version.Version);
        }
        else
        {
            json.WriteNull(alias);
        }
    }

    private Task ShowAsync(HttpContext http)
    {
        string name = http.RouteText("name");
        IReadOnlyList<ModelVersion> versions = api.Services.Models.List(name);
        if (versions.Count == 0)
        {
            return ApiProblem.NotFound("There is no model of this name; GET /models lists them.").WriteAsync(http);
        }

        int? serving = api.Services.Live.All.TryGetValue(name, out var live) ? live.Version.Version : null;
        ModelView view = new(name, serving, versions, api.Services.Models.History(name, ModelReference.Champion));
        return JsonReply.WriteAsync(http, view, static (json, v) => v.Write(json));
    }

    private Task ReportAsync(HttpContext http)
    {
        string name = http.RouteText("name");
        bool isNumber = int.TryParse(http.RouteText("version"), out int number) && number > 0;
        ModelVersion? version = isNumber ? api.Services.Models.Find(new ModelReference(name, null, number)) : null;
        Run? run = version is null ? null : api.Services.Runs.Find(version.RunId);
        if (run is null || !run.Artifacts.TryGetValue("report.html", out string? digest))
        {
            return ApiProblem.NotFound("There is no training report of this version.").WriteAsync(http);
        }

        byte[] report = api.Services.Artifacts.Get(digest);

        // The report holds names out of data files; in a sandbox nothing it contains can act in the name of whoever reads it.
        http.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:";
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.ContentLength = report.Length;
        return http.Response.Body.WriteAsync(report, http.RequestAborted).AsTask();
    }

    private async Task PromoteAsync(HttpContext http)
    {
        using RequestBody body = await RequestBody.ReadJsonAsync(http, api.Options.MaxBodyBytes).ConfigureAwait(false);
        (MoveRequest? request, ApiProblem? problem) = ReadMove(body, needsVersion: true);
        if (request is null)
        {
            await problem!.WriteAsync(http).ConfigureAwait(false);
            return;
        }

        await AnswerAsync(http, await moves.PromoteAsync(
            http.RouteText("name"), request.Version, Caller.Of(http).Name, request.Reason, http.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task RollBackAsync(HttpContext http)
    {
        using RequestBody body = await RequestBody.ReadJsonAsync(http, api.Options.MaxBodyBytes, optional: true).ConfigureAwait(false);
        (MoveRequest? request, ApiProblem? problem) = body.Problem is null && body.Json.IsEmpty
            ? (new MoveRequest(0, ""), null)
            : ReadMove(body, needsVersion: false);
        if (request is null)
        {
            await problem!.WriteAsync(http).ConfigureAwait(false);
            return;
        }

        string reason = request.Reason.Length > 0 ? request.Reason : "rollback";
        await AnswerAsync(http, await moves.RollBackAsync(http.RouteText("name"), Caller.Of(http).Name, reason, http.RequestAborted).ConfigureAwait(false))
            .ConfigureAwait(false);
    }

    private static Task AnswerAsync(HttpContext http, (ChampionMove? Move, ApiProblem? Problem) outcome) =>
        outcome.Move is not { } move ? outcome.Problem!.WriteAsync(http) : JsonReply.WriteAsync(http, move, static (json, m) =>
        {
            json.WriteStartObject();
            json.WriteString("name", m.Name);
            json.WriteString("alias", ModelReference.Champion);
            json.WriteNumber("version", m.Version);
            if (m.Previous is { } previous)
            {
                json.WriteNumber("previous", previous);
            }
            else
            {
                json.WriteNull("previous");
            }

            json.WriteStartArray("problems");
            foreach (string problem in m.Problems)
            {
                json.WriteStringValue(problem);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });

    private static (MoveRequest? Request, ApiProblem? Problem) ReadMove(RequestBody body, bool needsVersion) =>
        body.ReadObject("{\"version\": 2, \"reason\": \"why\"}", json => ReadMove(json, needsVersion));

    private static (MoveRequest? Request, ApiProblem? Problem) ReadMove(JsonElement json, bool needsVersion)
    {
        int version = 0;
        bool hasVersion = json.TryGetProperty("version", out JsonElement number);
        if (needsVersion && !(hasVersion && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out version) && version > 0))
        {
            return (null, ApiProblem.Invalid("version", "the number of a version, 1 or more", hasVersion ? number.GetRawText() : ""));
        }

        string reason = json.TryGetProperty("reason", out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
        return reason.Length > MaxReasonLength
            ? (null, ApiProblem.Invalid("reason", $"at most {MaxReasonLength} characters", reason))
            : (new MoveRequest(version, reason), null);
    }

    private sealed record MoveRequest(int Version, string Reason);
}
