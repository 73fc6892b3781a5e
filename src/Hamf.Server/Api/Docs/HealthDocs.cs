namespace Hamf.Server.Api;

/// <summary>Descriptions of the calls of operators.</summary>
internal static class HealthDocs
{
    public static readonly ApiDoc Health = new()
    {
        Id = "health",
        Tag = "Operation",
        Summary = "The process answers",
        Answers = [("alive", """{"status":"ok"}""")],
    };

    public static readonly ApiDoc Ready = new()
    {
        Id = "ready",
        Tag = "Operation",
        Summary = "The server can score",
        Description = "`degraded` lists stages of the stream that are retrying; scoring by request does not depend on them.",
        Answers = [("ready", """{"status":"ready","detectors":{"card-fraud":1},"degraded":[]}""")],
        Problems = [(503, "It cannot; `reasons` says why.")],
    };

    public static readonly ApiDoc Metrics = new()
    {
        Id = "metrics",
        Tag = "Operation",
        Summary = "Metrics as Prometheus text",
        ContentType = "text/plain",
        Answers = [("metrics", "# HELP error_count_total Number of API errors\n# TYPE error_count_total counter\nerror_count_total 0\n")],
    };
}

/// <summary>Descriptions of the calls that show the stream.</summary>
internal static class LiveDocs
{
    private const string StatusNow =
        """
        {"time":"2026-06-21T12:14:25.000Z","events_per_second":812.4,"latency_ms_p50":4.1,"latency_ms_p99":12.9,"alert_rate":0.004,
         "scores":120000,"alerts":480,"labels":35,
         "stages":[{"name":"score","in":120000,"out":120000,"rejected":0,"duplicates":0,"lag":0,"state":"running"}],"last_alerts":[]}
        """;

    public static readonly ApiDoc Status = new()
    {
        Id = "status",
        Tag = "Operation",
        Summary = "How the stream stands now",
        Description = "Latency is from append to durable score over the last 5 seconds; null while idle.",
        Answers = [("status", StatusNow)],
    };

    public static readonly ApiDoc Follow = new()
    {
        Id = "followStream",
        Tag = "Operation",
        Summary = "How the stream stands, every second",
        Description = "Server-sent events: one `history` with up to ten minutes of samples as columns (seconds, events/s, p50 ms, p99 ms, lag, "
            + "alerts), then a `status` as of GET /api/status every second.",
        ContentType = "text/event-stream",
        Answers = [("events", "event: status\ndata: {\"time\":\"2026-06-21T12:14:25.000Z\"}\n\n")],
        Problems = [(503, "Too many followers.")],
    };
}
