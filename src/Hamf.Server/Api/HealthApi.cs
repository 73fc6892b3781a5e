using Hamf.Pipeline.Flows.Streaming;
using Hamf.Pipeline.Governance;
using Hamf.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hamf.Server.Api;

/// <summary><c>/health</c>: the process answers; <c>/ready</c>: it can score; <c>/metrics</c>: how it does.</summary>
internal sealed class HealthApi(ApiContext api)
{
    public static void Map(IEndpointRouteBuilder routes, ApiContext api)
    {
        HealthApi health = new(api);
        routes.MapGet("/health", static http => JsonReply.WriteAsync(http, 0, static (json, _) =>
        {
            json.WriteStartObject();
            json.WriteString("status", "ok");
            json.WriteEndObject();
        })).NeedsNoKey().Describe(HealthDocs.Health);
        routes.MapGet("/ready", health.ReadyAsync).NeedsNoKey().Describe(HealthDocs.Ready);
        routes.MapGet("/metrics", health.MetricsAsync).Needs(Role.Reader).Describe(HealthDocs.Metrics);
    }

    private Task ReadyAsync(HttpContext http)
    {
        // Balancers have no key, and names are nobody else's business.
        bool isKnown = Caller.Of(http).May(Role.Reader);
        IReadOnlyDictionary<string, LiveDetector> all = api.Services.Live.All;
        string? wanted = api.Options.DefaultDetector;
        if (all.Count == 0 || (wanted is not null && !all.ContainsKey(wanted)))
        {
            string reason = all.Count == 0 ? "no detector has a champion yet" : $"the default detector '{wanted}' has no champion";
            return new ApiProblem(503, "not_ready", isKnown ? "Not ready to score: " + reason + "." : "Not ready to score.")
            {
                Reasons = isKnown ? [reason] : [],
            }.WriteAsync(http);
        }

        return JsonReply.WriteAsync(http, (all, isKnown ? Degraded() : null), static (json, state) =>
        {
            json.WriteStartObject();
            json.WriteString("status", "ready");
            if (state.Item2 is null)
            {
                json.WriteEndObject();
                return;
            }

            json.WriteStartObject("detectors");
            foreach ((string name, LiveDetector detector) in state.all)
            {
                json.WriteNumber(name, detector.Version.Version);
            }

            json.WriteEndObject();
            json.WriteStartArray("degraded");
            foreach (string stage in state.Item2)
            {
                json.WriteStringValue(stage);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    // A stage that retries delays the stream but not the answers of REST, so the server stays ready and says what limps.
    private string[] Degraded() =>
        [.. api.Services.Monitor.Status().Stages.Where(s => s.State.StartsWith("retrying", StringComparison.Ordinal)).Select(s => $"{s.Name}: {s.State}")];

    private Task MetricsAsync(HttpContext http)
    {
        byte[] text = api.Metrics.Scrape();
        http.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        http.Response.ContentLength = text.Length;
        return http.Response.Body.WriteAsync(text, http.RequestAborted).AsTask();
    }
}
