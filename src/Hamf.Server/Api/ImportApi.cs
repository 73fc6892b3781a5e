using System.Globalization;
using System.Text.Json;
using Hamf.Models.Formats;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Flows;
using Hamf.Pipeline.Flows.Importing;
using Hamf.Pipeline.Governance;
using Hamf.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hamf.Server.Api;

/// <summary><c>POST /models/import</c>: registers a model trained elsewhere and serves it at once.</summary>
internal sealed class ImportApi(ApiContext api)
{
    public static void Map(IEndpointRouteBuilder routes, ApiContext api) =>
        routes.MapPost("/models/import", new ImportApi(api).ImportAsync).Needs(Role.Trainer).Describe(ImportDocs.Import);

    private async Task ImportAsync(HttpContext http)
    {
        (ImportForm? form, ApiProblem? problem) = await ImportForm.ReadAsync(http, api.Options.MaxImportBytes).ConfigureAwait(false);
        ImportRequest? request = null;
        if (form is not null)
        {
            (request, problem) = Read(form, Caller.Of(http).Name);
        }

        if (request?.Alias is { } alias && !api.Options.AliasGuard.MayMove(Caller.Of(http).Role, alias))
        {
            (request, problem) = (null, new ApiProblem(StatusCodes.Status403Forbidden, "permission_denied", AliasGuard.Refusal(alias)));
        }

        ImportOutcome? outcome = null;
        if (request is not null)
        {
            (outcome, problem) = Import(request, http.RequestAborted);
        }

        if (outcome is null)
        {
            await (problem! with { ErrorPrefix = "Import failed: " }).WriteAsync(http).ConfigureAwait(false);
            return;
        }

        IReadOnlyList<string> problems = await api.Services.Live.RefreshAsync(http.RequestAborted).ConfigureAwait(false);
        await JsonReply.WriteAsync(http, (outcome, problems), static (json, answer) => Write(json, answer.outcome, answer.problems)).ConfigureAwait(false);
    }

    private (ImportOutcome? Outcome, ApiProblem? Problem) Import(ImportRequest request, CancellationToken cancellation)
    {
        try
        {
            return (new ImportFlow(api.Services.Runs, api.Services.Models, api.Services.Artifacts).Import(request, cancellation), null);
        }
        catch (ImportException e)
        {
            return (null, new ApiProblem(StatusCodes.Status422UnprocessableEntity, "not_importable", e.Message));
        }
    }

    private static (ImportRequest? Request, ApiProblem? Problem) Read(ImportForm form, string actor)
    {
        if (form.Files.Count == 0)
        {
            return (null, ApiProblem.BadRequest("There is no file in the body; send each as a part with a file name."));
        }

        Detector? detector = null;
        if (form.Field("detector") is { } yaml)
        {
            DetectorReading reading = DetectorLoader.Parse(yaml, "detector");
            if (reading.Detector is null)
            {
                return (null, new ApiProblem(StatusCodes.Status422UnprocessableEntity, "invalid_detector", $"The detector has problems: {reading.Problems[0]}")
                { Reasons = [.. reading.Problems.Select(p => p.ToString())] });
            }

            detector = reading.Detector;
        }

        if ((form.Field("name") ?? detector?.Name) is not { } name)
        {
            return (null, ApiProblem.Invalid("name", "the name to register the model under", ""));
        }

        double threshold = 0;
        if (form.Field("threshold") is { } text && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out threshold))
        {
            return (null, ApiProblem.Invalid("threshold", "a number from 0 to 1", text));
        }

        if (!ColumnPairs.TryRead(form.List("map"), out Dictionary<string, string> columnOf, out string? wrong))
        {
            return (null, ApiProblem.Invalid("map", "COLUMN=INPUT, each input once", wrong));
        }

        return (new ImportRequest
        {
            Name = name,
            Files = form.Files,
            Options = new ImportOptions
            {
                Positive = form.Field("positive"),
                Threshold = form.Field("threshold") is null ? null : threshold,
                Classes = form.List("classes"),
                Columns = form.List("columns"),
                LeaveOut = form.List("leave_out"),
            },
            Detector = detector,
            ColumnOf = columnOf,
            Background = form.Background,
            Alias = form.Field("alias"),
            Actor = actor,
        }, null);
    }

    private static void Write(Utf8JsonWriter json, ImportOutcome outcome, IReadOnlyList<string> problems)
    {
        json.WriteStartObject();
        json.WriteString("name", outcome.Version.Name);
        json.WriteNumber("version", outcome.Version.Version);
        WriteTexts(json, "aliases", outcome.Version.Aliases);
        json.WriteString("run_id", outcome.Version.RunId);
        json.WriteBoolean("known", outcome.IsKnown);
        json.WriteString("algorithm", outcome.Result.Model.Algorithm);
        json.WriteBoolean("has_score", outcome.HasScore);
        json.WriteString("positive", outcome.Result.Positive);
        json.WriteNumber("threshold", outcome.Result.Threshold);
        WriteTexts(json, "classes", outcome.Result.Classes);
        WriteTexts(json, "inputs", outcome.Result.Model.Features.Select(input => input.Name));
        WriteTexts(json, "notes", outcome.Result.Notes);
        WriteTexts(json, "warnings", outcome.Warnings);
        WriteTexts(json, "problems", problems);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
