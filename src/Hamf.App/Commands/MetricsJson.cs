using System.Globalization;
using System.Text.Json.Nodes;
using Hamf.Models.Metrics;

namespace Hamf.App.Commands;

/// <summary>Metrics under the names that machines rely on.</summary>
internal static class MetricsJson
{
    /// <summary>One member per metric; undefined values are null.</summary>
    public static JsonObject Of(ClassificationMetrics metrics) => new()
    {
        ["rows"] = metrics.Rows,
        ["positives"] = metrics.Positives,
        ["accuracy"] = Terminal.Number(metrics.Accuracy),
        ["precision"] = Terminal.Number(metrics.Precision),
        ["recall"] = Terminal.Number(metrics.Recall),
        ["f1"] = Terminal.Number(metrics.F1),
        ["roc_auc"] = Terminal.Number(metrics.RocAuc),
        ["average_precision"] = Terminal.Number(metrics.AveragePrecision),
        ["log_loss"] = Terminal.Number(metrics.LogLoss),
        ["brier"] = Terminal.Number(metrics.Brier),
        ["threshold"] = Terminal.Number(metrics.Threshold),
    };

    /// <summary>The same members where nothing was judged: no rows, and nothing that can be said of them.</summary>
    public static JsonObject OfNothing() => new(
        new[] { "accuracy", "precision", "recall", "f1", "roc_auc", "average_precision", "log_loss", "brier", "threshold" }
            .Select(name => KeyValuePair.Create(name, (JsonNode?)null))
            .Prepend(KeyValuePair.Create("positives", (JsonNode?)0L))
            .Prepend(KeyValuePair.Create("rows", (JsonNode?)0L)));

    /// <summary>The metrics in a line that a person reads.</summary>
    public static string Line(ClassificationMetrics m) => string.Create(
        CultureInfo.InvariantCulture,
        $"{m.Rows:N0} rows, {m.Positives:N0} positive: average precision {Text(m.AveragePrecision)}, ROC AUC {Text(m.RocAuc)}, "
        + $"precision {Text(m.Precision)}, recall {Text(m.Recall)}, F1 {Text(m.F1)}, accuracy {Text(m.Accuracy)} "
        + $"at threshold {m.Threshold:G4}");

    private static string Text(double value) =>
        double.IsNaN(value) ? "undefined" : value.ToString("F4", CultureInfo.InvariantCulture);
}
