using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Hamf.Pipeline.Alerts;
using Hamf.Pipeline.Flows.Streaming;
using Hamf.Pipeline.Registry;
using Microsoft.Extensions.Hosting;

namespace Hamf.Server.Api;

/// <summary>
/// Samples the stream once a second, keeps ten minutes for charts, and holds the status ready as JSON, so that any number of
/// followers costs one look at the stores a second. Thread-safe.
/// </summary>
internal sealed class LiveFeed(HamfServices services) : BackgroundService
{
    private const int HistorySeconds = 600;
    private const int LastAlerts = 8;

    private static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly Queue<Sample> _history = new(HistorySeconds + 1);
    private byte[] _status = [];
    private long _takenAt;
    private long _alerts;

    /// <summary>How things stand, at most half a second old.</summary>
    public byte[] StatusJson()
    {
        lock (_gate)
        {
            if (_status.Length == 0 || services.Time.GetElapsedTime(_takenAt) > Freshness)
            {
                _status = Write(services.Monitor.Status());
                _takenAt = services.Time.GetTimestamp();
            }

            return _status;
        }
    }

    /// <summary>The samples as columns: <c>[[seconds], [events/s], [p50 ms], [p99 ms], [lag], [alerts]]</c>.</summary>
    public string HistoryJson()
    {
        Sample[] samples;
        lock (_gate)
        {
            samples = [.. _history];
        }

        StringBuilder json = new("[");
        Func<Sample, double>[] columns = [s => s.Time, s => s.EventsPerSecond, s => s.P50, s => s.P99, s => s.Lag, s => s.Alerts];
        foreach (Func<Sample, double> column in columns)
        {
            json.Append(json.Length > 1 ? ",[" : "[").AppendJoin(',', samples.Select(s => Number(column(s)))).Append(']');
        }

        return json.Append(']').ToString();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(1), services.Time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            StreamStatus status = services.Monitor.Status();
            Sample sample = new(
                services.Time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0,
                status.EventsPerSecond,
                status.LatencyMsP50,
                status.LatencyMsP99,
                status.Stages.Sum(s => s.Lag),
                Alerts());
            lock (_gate)
            {
                _history.Enqueue(sample);
                while (_history.Count > HistorySeconds)
                {
                    _history.Dequeue();
                }
            }
        }
    }

    // While the database is away the count stands still; the rest of the picture goes on.
    private long Alerts()
    {
        try
        {
            _alerts = services.Alerts.Count();
        }
        catch (StoreException)
        {
            // The stages say what is wrong with it.
        }

        return _alerts;
    }

    private byte[] Write(StreamStatus status)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer);
        json.WriteStartObject();
        json.WriteString("time", HttpText.Iso(services.Time.GetUtcNow()));
        json.WriteMetric("events_per_second", status.EventsPerSecond);
        json.WriteMetric("latency_ms_p50", status.LatencyMsP50);
        json.WriteMetric("latency_ms_p99", status.LatencyMsP99);
        json.WriteMetric("alert_rate", status.AlertRate);
        json.WriteNumber("scores", services.Scores.Count());
        json.WriteNumber("alerts", services.Alerts.Count());
        json.WriteNumber("labels", services.Labels.Count());
        WriteStages(json, status.Stages);
        json.WriteStartArray("last_alerts");
        foreach (Alert alert in services.Alerts.List(null, null, LastAlerts))
        {
            AlertsApi.Write(json, alert);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteStages(Utf8JsonWriter json, IReadOnlyList<StageStatus> stages)
    {
        json.WriteStartArray("stages");
        foreach (StageStatus stage in stages)
        {
            json.WriteStartObject();
            json.WriteString("name", stage.Name);
            json.WriteNumber("in", stage.In);
            json.WriteNumber("out", stage.Out);
            json.WriteNumber("rejected", stage.Rejected);
            json.WriteNumber("duplicates", stage.Duplicates);
            json.WriteNumber("lag", stage.Lag);
            json.WriteString("state", stage.State);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Number(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "null";

    private readonly record struct Sample(double Time, double EventsPerSecond, double P50, double P99, double Lag, double Alerts);
}
