using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Globalization;
using Hamf.Server.Api;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Hamf.Server.Metrics;

/// <summary>The server's metrics: the names dashboards of the source systems query, and our own <c>hamf_*</c>. Thread-safe.</summary>
internal sealed class ServerMetrics : IDisposable
{
    private const int RateWindow = 10_000;

    private static readonly double[] LatencySeconds =
        [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private static int _instances;

    private readonly PrometheusText _text;
    private readonly DecisionWindow _decisions = new(RateWindow);
    private readonly Meter _meter;
    private readonly MeterProvider _provider;
    private readonly Histogram<double> _predictionLatency;
    private readonly Histogram<double> _requestLatency;
    private readonly Counter<long> _requests;
    private readonly UpDownCounter<long> _legacyRequests;
    private readonly Counter<long> _errors;
    private readonly Counter<long> _predictions;
    private readonly Counter<long> _refusals;

    [SuppressMessage("Reliability", "CA2000", Justification = "The provider owns its reader and disposes of it.")]
    public ServerMetrics(HamfServices services, string version)
    {
        // A meter is found by name in the whole process; a number keeps two servers (in tests) apart.
        _meter = new Meter("Hamf.Server." + Interlocked.Increment(ref _instances).ToString(CultureInfo.InvariantCulture));
        _predictionLatency = _meter.CreateHistogram<double>(
            "prediction_latency_seconds", "s", "Time to score a request, from the read body to the ready answer.");
        _requestLatency = _meter.CreateHistogram<double>("app_request_latency_seconds", "s", "Time from request to answer.");
        _requests = _meter.CreateCounter<long>("app_request_count_total", null, "Requests by method, route and status.");
        // Old dashboards ask for the name without the suffix that a counter must have; a sum that may fall has none.
        _legacyRequests = _meter.CreateUpDownCounter<long>("app_request_count", null, "The same as app_request_count_total.");
        _errors = _meter.CreateCounter<long>("error_count_total", null, "Number of API errors: answers with a status of 400 or more.");
        _predictions = _meter.CreateCounter<long>("hamf_predictions_total", null, "Events scored by request, by decision.");
        _refusals = _meter.CreateCounter<long>(
            "hamf_auth_failures_total", null, "Requests refused for want of a key, for a wrong one, or for want of a role.");
        _meter.CreateObservableGauge(
            "app_version_info", () => new Measurement<long>(1, Tag("version", version), Tag("config", "production")), null, "The running version.");
        StreamMetrics.Create(_meter, services, _decisions);
        ModelQuality quality = new(services);
        _text = new PrometheusText(() => QualityMetrics.Read(quality));
        _provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter(_meter.Name)
            .AddView("prediction_latency_seconds", new ExplicitBucketHistogramConfiguration { Boundaries = LatencySeconds })
            .AddView("app_request_latency_seconds", new ExplicitBucketHistogramConfiguration { Boundaries = LatencySeconds })
            .AddReader(new BaseExportingMetricReader(_text))
            .Build();
        _errors.Add(0);
    }

    /// <summary>Notes that a scoring request was answered, or refused when <paramref name="reply"/> is null.</summary>
    public void RecordPrediction(TimeSpan took, PredictReply? reply)
    {
        if (reply is null)
        {
            return;
        }

        _predictionLatency.Record(took.TotalSeconds);
        foreach (ScoredRow row in reply.Rows)
        {
            _decisions.Add(row.Prediction.Decision);
            _predictions.Add(1, Tag("detector", reply.Detector.Name), Tag("decision", row.Prediction.Decision ? "1" : "0"));
        }
    }

    /// <summary>Notes a finished request.</summary>
    /// <param name="method">A known HTTP method.</param>
    /// <param name="route">The route's template, never the raw path: there are only so many of them.</param>
    /// <param name="status">The answer's status.</param>
    /// <param name="took">From request to answer; null for an endless answer.</param>
    public void RecordRequest(string method, string route, int status, TimeSpan? took)
    {
        TagList tags = new() { Tag("method", method), Tag("endpoint", route) };
        if (took is { } time)
        {
            _requestLatency.Record(time.TotalSeconds, tags);
        }

        tags.Add("http_status", status.ToString(CultureInfo.InvariantCulture));
        _requests.Add(1, tags);
        _legacyRequests.Add(1, tags);
        if (status >= 400)
        {
            _errors.Add(1);
        }
    }

    /// <summary>Notes a request that was refused: <c>missing</c> key, <c>wrong</c> key or <c>role</c>.</summary>
    public void RecordRefusal(string reason) => _refusals.Add(1, Tag("reason", reason));

    /// <summary>All metrics as Prometheus text in UTF-8.</summary>
    public byte[] Scrape() => _text.Scrape();

    /// <inheritdoc/>
    public void Dispose()
    {
        _provider.Dispose();
        _meter.Dispose();
        _text.Dispose();
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
