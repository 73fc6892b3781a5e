using Hamf.Pipeline.Flows.Streaming;
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
        })).Describe(HealthDocs.Health);
        routes.MapGet("/ready", health.ReadyAsync).Describe(HealthDocs.Ready);
        routes.MapGet("/metrics", health.MetricsAsync).Describe(HealthDocs.Metrics);
    }

    private Task ReadyAsync(HttpContext http)
    {
        IReadOnlyDictionary<string, LiveDetector> all = api.Services.Live.All;
        string? wanted = api.Options.DefaultDetector;
        if (all.Count == 0 || (wanted is not null && !all.ContainsKey(wanted)))
        {
            string reason = all.Count == 0 ? "no detector has a champion yet" : $"the default detector '{wanted}' has no champion";
            return new ApiProblem(503, "not_ready", "Not ready to score: " + reason + ".") { Reasons = [reason] }.WriteAsync(http);
        }

        return JsonReply.WriteAsync(http, (all, Degraded()), static (json, state) =>
        {
            json.WriteStartObject();
            json.WriteString("status", "ready");
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
