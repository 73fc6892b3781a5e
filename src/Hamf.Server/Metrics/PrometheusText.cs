using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Hamf.Server.Metrics;

/// <summary>Writes what OpenTelemetry has aggregated, and further gauges, as Prometheus text (format 0.0.4) whenever it is scraped. Thread-safe.</summary>
/// <param name="gauges">Reads the further gauges.</param>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusText(Func<IReadOnlyList<ScrapedGauge>> gauges) : BaseExporter<Metric>, IPullMetricExporter
{
    private const int CollectTimeoutMs = 5000;

    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();

    /// <inheritdoc/>
    public Func<int, bool>? Collect { get; set; }

    /// <summary>Collects and returns all metrics as UTF-8.</summary>
    public byte[] Scrape()
    {
        lock (_gate)
        {
            _text.Clear();
            Collect!(CollectTimeoutMs);
            foreach (ScrapedGauge gauge in gauges())
            {
                Write(gauge);
            }

            return Encoding.UTF8.GetBytes(_text.ToString());
        }
    }

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Metric> batch)
    {
        foreach (Metric metric in batch)
        {
            Write(metric);
        }

        return ExportResult.Success;
    }

    private void Write(Metric metric)
    {
        bool isCounter = metric.MetricType is MetricType.LongSum or MetricType.DoubleSum;
        bool isHistogram = metric.MetricType == MetricType.Histogram;
        string name = PrometheusNames.Of(metric.Name, metric.Unit, isCounter);
        Declare(name, metric.Description, isHistogram ? "histogram" : isCounter ? "counter" : "gauge");
        foreach (ref readonly MetricPoint point in metric.GetMetricPoints())
        {
            string labels = Labels(Pairs(point.Tags));
            if (isHistogram)
            {
                WriteHistogram(name, labels, point);
            }
            else
            {
                Line(name, labels, ValueOf(metric.MetricType, point));
            }
        }
    }

    private void Write(ScrapedGauge gauge)
    {
        Declare(gauge.Name, gauge.Words, "gauge");
        foreach (GaugeReading reading in gauge.Readings)
        {
            Line(gauge.Name, Labels(reading.Labels), reading.Value);
        }
    }

    private void Declare(string name, string words, string type)
    {
        _text.Append("# HELP ").Append(name).Append(' ').Append(PrometheusNames.EscapeHelp(words)).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    private static double ValueOf(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        _ => point.GetGaugeLastValueDouble(),
    };

    private void WriteHistogram(string name, string labels, in MetricPoint point)
    {
        long below = 0;
        string separator = labels.Length > 0 ? "," : "";
        foreach (HistogramBucket bucket in point.GetHistogramBuckets())
        {
            below += bucket.BucketCount;
            Line(name + "_bucket", $"{labels}{separator}le=\"{Number(bucket.ExplicitBound)}\"", below);
        }

        Line(name + "_sum", labels, point.GetHistogramSum());
        Line(name + "_count", labels, point.GetHistogramCount());
    }

    private void Line(string name, string labels, double value)
    {
        _text.Append(name);
        if (labels.Length > 0)
        {
            _text.Append('{').Append(labels).Append('}');
        }

        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static List<KeyValuePair<string, object?>> Pairs(ReadOnlyTagCollection tags)
    {
        List<KeyValuePair<string, object?>> pairs = [];
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            pairs.Add(tag);
        }

        return pairs;
    }

    private static string Labels(IReadOnlyList<KeyValuePair<string, object?>> tags)
    {
        StringBuilder labels = new();
        foreach ((string name, object? value) in tags)
        {
            labels.Append(labels.Length > 0 ? "," : "").Append(PrometheusNames.Clean(name)).Append("=\"")
                .Append(PrometheusNames.EscapeLabel(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")).Append('"');
        }

        return labels.ToString();
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
