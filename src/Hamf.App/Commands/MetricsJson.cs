using System.Globalization;
using System.Text.Json.Nodes;
using Hamf.Models.Metrics;
using Hamf.Pipeline.Evaluation;

namespace Hamf.App.Commands;

/// <summary>Metrics under the names that machines rely on.</summary>
internal static class MetricsJson
{
    /// <summary>One member per metric; undefined values are null.</summary>
    public static JsonObject Of(ClassificationMetrics metrics) =>
        new(MetricNames.Values(metrics).Select(m => KeyValuePair.Create(m.Key, Terminal.Number(m.Value))));

    /// <summary>The same members where nothing was judged: no rows, and nothing that can be said of them.</summary>
    public static JsonObject OfNothing() => Of(new ClassificationMetrics
    {
        Rows = 0,
        Positives = 0,
        TruePositives = 0,
        FalsePositives = 0,
        TrueNegatives = 0,
        FalseNegatives = 0,
        Threshold = double.NaN,
        Accuracy = double.NaN,
        Precision = double.NaN,
        Recall = double.NaN,
        F1 = double.NaN,
        RocAuc = double.NaN,
        AveragePrecision = double.NaN,
        LogLoss = double.NaN,
        Brier = double.NaN,
    });

    /// <summary>The metrics in a line that a person reads.</summary>
    public static string Line(ClassificationMetrics m) => string.Create(
        CultureInfo.InvariantCulture,
        $"{m.Rows:N0} rows, {m.Positives:N0} positive: average precision {Text(m.AveragePrecision)}, ROC AUC {Text(m.RocAuc)}, "
        + $"precision {Text(m.Precision)}, recall {Text(m.Recall)}, F1 {Text(m.F1)}, accuracy {Text(m.Accuracy)} "
        + $"at threshold {m.Threshold:G4}");

    private static string Text(double value) =>
        double.IsNaN(value) ? "undefined" : value.ToString("F4", CultureInfo.InvariantCulture);
}
