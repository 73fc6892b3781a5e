using System.Text.Json;
using Hamf.Pipeline.Alerts;
using Hamf.Pipeline.Governance;
using Hamf.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hamf.Server.Api;

/// <summary><c>GET /alerts</c>: alerts, newest first, in pages.</summary>
internal sealed class AlertsApi(ApiContext api)
{
    private const int MaxPage = 1000;

    public static void Map(IEndpointRouteBuilder routes, ApiContext api) =>
        routes.MapGet("/alerts", new AlertsApi(api).ListAsync).Needs(Role.Reader).Describe(AlertDocs.List);

    private Task ListAsync(HttpContext http)
    {
        (long? before, ApiProblem? problem) = http.QueryNumber("before", null, 1, long.MaxValue);
        (long? limit, ApiProblem? limitProblem) = http.QueryNumber("limit", 50, 1, MaxPage);
        problem ??= limitProblem;
        if (problem is not null)
        {
            return problem.WriteAsync(http);
        }

        string detector = http.Request.Query["detector"].ToString();
        IReadOnlyList<Alert> alerts = api.Services.Alerts.List(detector.Length > 0 ? detector : null, before, (int)limit!.Value);
        AlertPage page = new(alerts, api.Services.Alerts.Count(), Next(alerts, detector, limit.Value));
        return JsonReply.WriteAsync(http, page, static (json, p) => p.Write(json));
    }

    private static string? Next(IReadOnlyList<Alert> alerts, string detector, long limit)
    {
        if (alerts.Count < limit)
        {
            return null;
        }

        string only = detector.Length > 0 ? $"&detector={Uri.EscapeDataString(detector)}" : "";
        return $"/alerts?before={alerts[^1].AlertId}&limit={limit}{only}";
    }

    /// <summary>Writes one alert as an object.</summary>
    public static void Write(Utf8JsonWriter json, Alert alert)
    {
        json.WriteStartObject();
        json.WriteNumber("alert_id", alert.AlertId);
        json.WriteString("event_id", alert.EventId);
        json.WriteString("detector", alert.Detector);
        json.WriteString("time", HttpText.Iso(alert.TimeMs));
        json.WriteString("raised_at", HttpText.Iso(alert.RaisedAtMs));
        json.WriteString("entity", alert.Entity);
        json.WriteNumber("score", alert.Score);
        json.WriteNumber("threshold", alert.Threshold);
        json.WriteNumber("model_version", alert.ModelVersion);
        PredictReply.WriteReasons(json, alert.Reasons);
        json.WriteEndObject();
    }
}

/// <summary>A page of alerts.</summary>
internal sealed record AlertPage(IReadOnlyList<Alert> Alerts, long Total, string? Next)
{
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("total", Total);
        json.WriteStartArray("alerts");
        foreach (Alert alert in Alerts)
        {
            AlertsApi.Write(json, alert);
        }

        json.WriteEndArray();
        json.WriteString("next", Next);
        json.WriteEndObject();
    }
}
