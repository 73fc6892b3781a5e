using System.Text.Json;
using Hamf.Pipeline.Governance;
using Hamf.Pipeline.Labels;
using Hamf.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hamf.Server.Api;

/// <summary><c>POST /labels</c> takes verdicts; <c>GET /labels/{event_id}</c> shows an event's verdicts with their history.</summary>
internal sealed class LabelsApi(ApiContext api)
{
    private const int MaxUnknownListed = 1000;

    public static void Map(IEndpointRouteBuilder routes, ApiContext api)
    {
        LabelsApi labels = new(api);
        routes.MapPost("/labels", labels.AddAsync).Needs(Role.Scorer).Describe(LabelDocs.Add);
        routes.MapGet("/labels/{event_id}", labels.ShowAsync).Needs(Role.Reader).Describe(LabelDocs.Show);
    }

    private async Task AddAsync(HttpContext http)
    {
        using RequestBody body = await RequestBody.ReadJsonAsync(http, api.Options.MaxBodyBytes).ConfigureAwait(false);
        (IReadOnlyList<Label>? labels, ApiProblem? problem) = body.Problem is null
            ? LabelBody.Read(body.Json, api.Options.MaxRows, api.Services.Time.GetUtcNow())
            : (null, body.Problem);
        if (labels is null)
        {
            await problem!.WriteAsync(http).ConfigureAwait(false);
            return;
        }

        int added = labels.Count == 0 ? 0 : api.Services.Labels.Add(labels);
        string[] unknown = [.. labels.Select(l => l.EventId).Distinct(StringComparer.Ordinal).Where(id => api.Services.Scores.Find(id) is null)];
        await JsonReply.WriteAsync(http, new LabelsTaken(labels.Count, added, unknown), static (json, taken) => taken.Write(json))
            .ConfigureAwait(false);
    }

    private Task ShowAsync(HttpContext http)
    {
        string id = http.LastSegment();
        IReadOnlyList<Label> history = api.Services.Labels.History(id);
        if (history.Count == 0 && api.Services.Scores.Find(id) is null)
        {
            return ApiProblem.NotFound("There is neither a scored event nor a label of this id.").WriteAsync(http);
        }

        return JsonReply.WriteAsync(http, (id, history), static (json, shown) =>
        {
            json.WriteStartObject();
            json.WriteString("event_id", shown.id);
            WriteLabels(json, shown.history);
            json.WriteEndObject();
        });
    }

    /// <summary>Writes <c>label</c>, the one in force or null, and <c>labels</c>, all of them, newest first.</summary>
    public static void WriteLabels(Utf8JsonWriter json, IReadOnlyList<Label> history)
    {
        if (history.Count == 0)
        {
            json.WriteNull("label");
        }
        else
        {
            json.WritePropertyName("label");
            Write(json, history[0]);
        }

        json.WriteStartArray("labels");
        foreach (Label label in history)
        {
            Write(json, label);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Label label)
    {
        json.WriteStartObject();
        json.WriteBoolean("verdict", label.Positive);
        json.WriteString("source", label.Source);
        json.WriteString("time", HttpText.Iso(label.At));
        json.WriteEndObject();
    }

    private sealed record LabelsTaken(int Received, int Added, IReadOnlyList<string> Unknown)
    {
        public void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteNumber("received", Received);
            json.WriteNumber("added", Added);
            json.WriteNumber("unchanged", Received - Added);
            json.WriteNumber("unknown_events", Unknown.Count);
            json.WriteStartArray("unknown_event_ids");
            foreach (string id in Unknown.Take(MaxUnknownListed))
            {
                json.WriteStringValue(id);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }
    }
}
