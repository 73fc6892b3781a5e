using System.Text.Json;
using Hamf.Pipeline.Flows.Streaming;
using Hamf.Pipeline.Governance;
using Hamf.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hamf.Server.Api;

/// <summary><c>POST /predict</c> and <c>POST /models/{name}/predict</c>: scores events and changes nothing.</summary>
internal sealed class PredictApi(ApiContext api)
{
    public static void Map(IEndpointRouteBuilder routes, ApiContext api)
    {
        PredictApi predict = new(api);
        routes.MapPost("/predict", http => predict.AnswerAsync(http, null, richByDefault: false)).Needs(Role.Scorer).Describe(PredictDocs.Predict);
        routes.MapPost("/models/{name}/predict", http => predict.AnswerAsync(http, http.RouteText("name"), richByDefault: true))
            .Needs(Role.Scorer).Describe(PredictDocs.PredictByName);
    }

    private async Task AnswerAsync(HttpContext http, string? name, bool richByDefault)
    {
        using RequestBody body = await RequestBody.ReadJsonAsync(http, api.Options.MaxBodyBytes).ConfigureAwait(false);
        long start = api.Services.Time.GetTimestamp();
        (PredictReply? reply, ApiProblem? problem) = Predict(body, name, WantsRich(http.Request, richByDefault));
        api.Metrics.RecordPrediction(api.Services.Time.GetElapsedTime(start), reply);
        if (reply is null)
        {
            string prefix = problem!.Status is 400 or 415 ? "No input data provided: " : "Prediction failed: ";
            await (problem with { ErrorPrefix = prefix }).WriteAsync(http).ConfigureAwait(false);
            return;
        }

        await JsonReply.WriteAsync(http, reply, static (json, r) => r.Write(json)).ConfigureAwait(false);
    }

    private (PredictReply? Reply, ApiProblem? Problem) Predict(RequestBody body, string? name, bool rich)
    {
        if (body.Problem is not null)
        {
            return (null, body.Problem);
        }

        (LiveDetector? detector, ApiProblem? missing) = api.Detectors.Find(name);
        if (detector is null)
        {
            return (null, missing);
        }

        try
        {
            return BodyRows.IsFlat(body.Json.Span) ? PredictOne(detector, body.Json, rich) : PredictMany(detector, body.Json, rich);
        }
        catch (JsonException e)
        {
            return (null, ApiProblem.NotJson(e));
        }
    }

    private (PredictReply? Reply, ApiProblem? Problem) PredictOne(LiveDetector detector, ReadOnlyMemory<byte> json, bool rich)
    {
        string? url = PredictReply.OnlyUrl(json.Span);
        RejectList rejects = new();
        if (RowScorer.Score(api.Detectors, detector, json.Span, 1, rejects, rich || url is not null) is not { } scored)
        {
            return (null, BodyRows.FindMisshapenList(json.Span, detector.Schema) ?? ApiProblem.Invalid(rejects.Items));
        }

        PredictForm form = rich ? PredictForm.Rich : url is not null ? PredictForm.Url : PredictForm.Probability;
        return (new PredictReply(detector, form, [scored]) { Url = url }, null);
    }

    private (PredictReply? Reply, ApiProblem? Problem) PredictMany(LiveDetector detector, ReadOnlyMemory<byte> json, bool rich)
    {
        (BodyRows? rows, ApiProblem? problem) = BodyRowsReader.Read(json, api.Options.MaxRows);
        if (rows is null)
        {
            return (null, problem);
        }

        if (rows.Shape == BodyShape.Array)
        {
            return (null, ApiProblem.BadRequest("The body is an array; send {\"data\": [...]} to score several events."));
        }

        RejectList rejects = new();
        List<ScoredRow> scored = new(rows.Objects.Count);
        for (int i = 0; i < rows.Objects.Count; i++)
        {
            if (RowScorer.Score(api.Detectors, detector, rows.Objects[i].Span, i + 1, rejects, rich) is { } row)
            {
                scored.Add(row);
            }
        }

        PredictForm form = (rich, rows.Shape) switch
        {
            (true, _) => PredictForm.RichList,
            (_, BodyShape.Split) => PredictForm.Split,
            _ => PredictForm.Decisions,
        };
        return rejects.Count > 0 ? (null, ApiProblem.Invalid(rejects.Items)) : (new PredictReply(detector, form, scored), null);
    }

    private static bool WantsRich(HttpRequest request, bool byDefault)
    {
        if (request.Query.TryGetValue("details", out var details))
        {
            return details.ToString() is "" or "1" or "true" or "True";
        }

        return byDefault || request.Headers["Prefer"].ToString().Contains("return=representation", StringComparison.OrdinalIgnoreCase);
    }
}
