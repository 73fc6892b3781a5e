using Hamf.Models.Metrics;

namespace Hamf.Pipeline.Evaluation;

/// <summary>The names under which metrics are recorded, printed and served.</summary>
public static class MetricNames
{
    /// <summary>
    /// The metrics by name, in the order in which they are shown: rows, positives, accuracy, precision, recall, f1, roc_auc,
    /// average_precision, log_loss, brier, threshold. An undefined value is NaN.
    /// </summary>
    public static IReadOnlyList<KeyValuePair<string, double>> Values(ClassificationMetrics metrics) =>
    [
        new("rows", metrics.Rows),
        new("positives", metrics.Positives),
        new("accuracy", metrics.Accuracy),
        new("precision", metrics.Precision),
        new("recall", metrics.Recall),
        new("f1", metrics.F1),
        new("roc_auc", metrics.RocAuc),
        new("average_precision", metrics.AveragePrecision),
        new("log_loss", metrics.LogLoss),
        new("brier", metrics.Brier),
        new("threshold", metrics.Threshold),
    ];

    /// <summary>The defined metrics by name, each with <paramref name="prefix"/> before it: <c>test_</c>, <c>validation_</c> or nothing.</summary>
    public static Dictionary<string, double> Defined(ClassificationMetrics metrics, string prefix) =>
        Values(metrics).Where(m => double.IsFinite(m.Value)).ToDictionary(m => prefix + m.Key, m => m.Value, StringComparer.Ordinal);
}
