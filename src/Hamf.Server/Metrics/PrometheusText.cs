using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Hamf.Server.Metrics;

/// <summary>Writes what OpenTelemetry has aggregated as Prometheus text (format 0.0.4) whenever it is scraped. Thread-safe.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusText : BaseExporter<Metric>, IPullMetricExporter
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
        _text.Append("# HELP ").Append(name).Append(' ').Append(PrometheusNames.EscapeHelp(metric.Description)).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(isHistogram ? "histogram" : isCounter ? "counter" : "gauge").Append('\n');
        foreach (ref readonly MetricPoint point in metric.GetMetricPoints())
        {
            string labels = Labels(point.Tags);
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

    private static string Labels(ReadOnlyTagCollection tags)
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
