using System.Text.Json;
using Hamf.Pipeline.Flows.Streaming;
using Hamf.Pipeline.Governance;
using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Labels;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Scoring;
using Hamf.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hamf.Server.Api;

/// <summary><c>POST /events</c> takes events into the stream; <c>GET /events/{id}</c> shows what became of one.</summary>
internal sealed class EventsApi(ApiContext api)
{
    public static void Map(IEndpointRouteBuilder routes, ApiContext api)
    {
        EventsApi events = new(api);
        routes.MapPost("/events", http => events.TakeAsync(http, null)).Needs(Role.Scorer).Describe(EventDocs.Take);
        routes.MapPost("/models/{name}/events", http => events.TakeAsync(http, http.RouteText("name"))).Needs(Role.Scorer).Describe(EventDocs.TakeByName);
        routes.MapGet("/events/{event_id}", events.ShowAsync).Needs(Role.Reader).Describe(EventDocs.Show);
    }

    private async Task TakeAsync(HttpContext http, string? name)
    {
        using RequestBody body = await RequestBody.ReadJsonAsync(http, api.Options.MaxBodyBytes).ConfigureAwait(false);
        (LiveDetector? detector, ApiProblem? problem) = body.Problem is null ? api.Detectors.Find(name) : (null, body.Problem);
        BodyRows? rows = null;
        if (detector is not null)
        {
            (rows, problem) = Check(detector, body.Json);
        }

        if (rows is null)
        {
            await problem!.WriteAsync(http).ConfigureAwait(false);
            return;
        }

        await AppendAsync(http, detector!.Name, rows).ConfigureAwait(false);
    }

    private (BodyRows? Rows, ApiProblem? Problem) Check(LiveDetector detector, ReadOnlyMemory<byte> json)
    {
        try
        {
            (BodyRows? rows, ApiProblem? problem) = BodyRowsReader.Read(json, Math.Min(api.Options.MaxRows, EventIngest.MaxEvents));
            if (rows is null)
            {
                return (null, problem);
            }

            RowReader reader = api.Detectors.ReaderOf(detector);
            Row row = reader.Rent();
            RejectList rejects = new();
            for (int i = 0; i < rows.Objects.Count; i++)
            {
                reader.TryRead(rows.Objects[i].Span, row, i + 1, rejects);
            }

            reader.Return(row);
            return rejects.Count == 0
                ? (rows, null)
                : (null, BodyRows.FindMisshapenList(json.Span, detector.Schema) ?? ApiProblem.Invalid(rejects.Items));
        }
        catch (JsonException e)
        {
            return (null, ApiProblem.NotJson(e));
        }
    }

    private async Task AppendAsync(HttpContext http, string detector, BodyRows rows)
    {
        try
        {
            IngestResult result = rows.Objects.Count == 0
                ? new IngestResult(-1, [], [])
                : await api.Services.Ingest.AppendAsync(detector, rows.Objects, http.RequestAborted).ConfigureAwait(false);
            Task answer = result.Rejects.Count > 0
                ? ApiProblem.Invalid(result.Rejects).WriteAsync(http)
                : JsonReply.WriteAsync(http, StatusCodes.Status202Accepted, JsonReply.ContentType, result.EventIds, static (json, ids) => Write(json, ids));
            await answer.ConfigureAwait(false);
        }
        catch (EventLogFullException e)
        {
            await new ApiProblem(StatusCodes.Status507InsufficientStorage, "log_full", e.Message).WriteAsync(http).ConfigureAwait(false);
        }
        catch (KeyNotFoundException)
        {
            await ApiProblem.NotFound($"Detector '{detector}' is no longer served.").WriteAsync(http).ConfigureAwait(false);
        }
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<string> ids)
    {
        json.WriteStartObject();
        json.WriteNumber("accepted", ids.Count);
        json.WriteStartArray("event_ids");
        foreach (string id in ids)
        {
            json.WriteStringValue(id);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private Task ShowAsync(HttpContext http)
    {
        string id = http.LastSegment();
        if (api.Services.Scores.Find(id) is not { } scored)
        {
            return ApiProblem.NotFound(
                "No scored event has this id. If it was posted just now it may still be on its way: GET /api/status tells the lag.")
                .WriteAsync(http);
        }

        EventView view = new(scored, api.Services.Labels.History(id), EventFields.Of(scored, api.Services.Live));
        return JsonReply.WriteAsync(http, view, static (json, v) => v.Write(json));
    }
}

/// <summary>A scored event with its labels, as shown.</summary>
/// <param name="Scored">The event.</param>
/// <param name="Labels">Its labels, newest first.</param>
/// <param name="Fields">Its fields, masked; null where the schema is not known any more.</param>
internal sealed record EventView(ScoredEvent Scored, IReadOnlyList<Label> Labels, IReadOnlyList<EventField>? Fields)
{
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("event_id", Scored.EventId);
        json.WriteString("detector", Scored.Detector);
        json.WriteString("time", HttpText.Iso(Scored.TimeMs));
        json.WriteString("entity", Scored.Entity is null ? null : Masking.Mask(Scored.Entity));
        json.WriteNumber("score", Scored.Score);
        json.WriteNumber("threshold", Scored.Threshold);
        json.WriteNumber("decision", Scored.Decision ? 1 : 0);
        json.WriteNumber("model_version", Scored.ModelVersion);
        json.WriteString("scored_at", HttpText.Iso(Scored.ScoredAtMs));
        PredictReply.WriteReasons(json, Scored.Reasons);
        WriteFields(json);
        LabelsApi.WriteLabels(json, Labels);
        json.WriteEndObject();
    }

    private void WriteFields(Utf8JsonWriter json)
    {
        if (Fields is null)
        {
            json.WriteNull("event");
            return;
        }

        json.WriteStartObject("event");
        foreach (EventField field in Fields)
        {
            json.WriteString(field.Name, field.Value);
        }

        json.WriteEndObject();
    }
}
