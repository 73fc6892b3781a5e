using System.Diagnostics.Metrics;
using Hamf.Pipeline.Flows.Streaming;

namespace Hamf.Server.Metrics;

/// <summary>Metrics that are read when they are scraped: the stream's stages, what is stored, which versions serve.</summary>
internal static class StreamMetrics
{
    public static void Create(Meter meter, HamfServices services, DecisionWindow decisions)
    {
        StreamMonitor monitor = services.Monitor;
        meter.CreateObservableGauge("fraud_rate", () => FraudRate(monitor.Status(), decisions), null,
            "Share of positive decisions among the last 10,000: of the stream, or of requests while nothing streams.");
        meter.CreateObservableCounter("hamf_stage_in_total", () => PerStage(monitor, s => s.In), null, "Records a stage has taken.");
        meter.CreateObservableCounter("hamf_stage_out_total", () => PerStage(monitor, s => s.Out), null, "Records a stage has given.");
        meter.CreateObservableCounter("hamf_stage_rejected_total", () => PerStage(monitor, s => s.Rejected), null, "Dead letters of a stage.");
        meter.CreateObservableCounter(
            "hamf_stage_duplicates_total", () => PerStage(monitor, s => s.Duplicates), null, "Repeats a stage has skipped.");
        meter.CreateObservableGauge("hamf_stage_lag", () => PerStage(monitor, s => s.Lag), null, "Records waiting for a stage.");
        meter.CreateObservableGauge(
            "hamf_stage_up", () => PerStage(monitor, s => s.State == "running" ? 1 : 0), null, "1 while a stage runs, else 0.");
        meter.CreateObservableGauge(
            "hamf_stream_events_per_second", () => monitor.Status().EventsPerSecond, null, "Events scored per second, over 5 s.");
        meter.CreateObservableGauge(
            "hamf_stream_latency_seconds", () => Latency(monitor.Status()), null, "From append to durable score, over 5 s, by quantile.");
        meter.CreateObservableGauge("hamf_scores", () => services.Scores.Count(), null, "Scored events stored.");
        meter.CreateObservableGauge("hamf_alerts", () => services.Alerts.Count(), null, "Alerts stored.");
        meter.CreateObservableGauge("hamf_labels", () => services.Labels.Count(), null, "Labelled events.");
        meter.CreateObservableGauge("hamf_outbox_waiting", () => PerChannel(services, given: false), null, "Notifications waiting.");
        meter.CreateObservableGauge("hamf_outbox_given_up", () => PerChannel(services, given: true), null, "Notifications given up on.");
        meter.CreateObservableGauge("hamf_champion_version", () => Champions(services.Live), null, "The version that serves.");
        meter.CreateObservableGauge("hamf_memory_bytes", () => Environment.WorkingSet, "By", "Physical memory of the process.");
    }

    // Before the first decision the share is 0, as the client libraries of the source systems start their gauges.
    private static IEnumerable<Measurement<double>> FraudRate(StreamStatus status, DecisionWindow decisions)
    {
        double rate = double.IsNaN(status.AlertRate) ? decisions.Rate : status.AlertRate;
        return [new Measurement<double>(double.IsNaN(rate) ? 0 : rate)];
    }

    private static IEnumerable<Measurement<long>> PerStage(StreamMonitor monitor, Func<StageStatus, long> value) =>
        monitor.Status().Stages.Select(s => new Measurement<long>(value(s), new KeyValuePair<string, object?>("stage", s.Name)));

    private static IEnumerable<Measurement<double>> Latency(StreamStatus status) =>
        new[] { ("0.5", status.LatencyMsP50), ("0.99", status.LatencyMsP99) }
            .Where(q => !double.IsNaN(q.Item2))
            .Select(q => new Measurement<double>(q.Item2 / 1000, new KeyValuePair<string, object?>("quantile", q.Item1)));

    private static IEnumerable<Measurement<long>> PerChannel(HamfServices services, bool given) =>
        services.Alerts.OutboxStates().Select(s =>
            new Measurement<long>(given ? s.GivenUp : s.Waiting, new KeyValuePair<string, object?>("channel", s.Channel)));

    private static IEnumerable<Measurement<long>> Champions(LiveDetectors live) =>
        live.All.Values.Select(d => new Measurement<long>(d.Version.Version, new KeyValuePair<string, object?>("detector", d.Name)));
}
