using System.Globalization;
using Hamf.Pipeline.Registry;

namespace Hamf.Server.Metrics;

/// <summary>Gauges of model quality by model and alias.</summary>
internal static class QualityMetrics
{
    // The names under which libraries and people log the same thing; the first that is there counts.
    private static readonly (string Gauge, string Words, bool IsPercent, string[] Names)[] Gauges =
    [
        ("mlflow_model_accuracy", "Accuracy in percent of the version behind the alias.", true, ["accuracy", "test_accuracy", "test_accuracy_score", "accuracy_score", "Accuracy"]),
        ("mlflow_model_f1_score", "F1 score of the version behind the alias.", false, ["f1", "f1_score", "test_f1", "test_f1_score", "F1 Score"]),
        ("mlflow_model_precision", "Precision of the version behind the alias.", false, ["precision", "test_precision", "test_precision_score", "precision_score", "Precision"]),
        ("mlflow_model_recall", "Recall of the version behind the alias.", false, ["recall", "test_recall", "test_recall_score", "recall_score", "Recall/Sensitivity"]),
        ("mlflow_model_roc_auc", "Area under the ROC curve of the version behind the alias.", false, ["roc_auc", "test_roc_auc", "roc_auc_score", "auc", "ROC AUC Score"]),
        ("mlflow_model_average_precision", "Average precision of the version behind the alias.", false, ["average_precision", "test_average_precision", "pr_auc"]),
    ];

    /// <summary>The gauges as they are now; none while the database is away: the other metrics are still told.</summary>
    public static IReadOnlyList<ScrapedGauge> Read(ModelQuality quality)
    {
        IReadOnlyList<AliasedModel> models;
        try
        {
            models = quality.Aliased();
        }
        catch (StoreException)
        {
            return [];
        }

        return
        [
            .. Gauges.Select(gauge => new ScrapedGauge(gauge.Gauge, gauge.Words, [.. Measure(models, gauge.IsPercent, gauge.Names)])),
            new ScrapedGauge("hamf_model_alias_version", "The version behind an alias.", [.. models.Select(model => new GaugeReading(Tags(model), model.Version))]),
        ];
    }

    private static IEnumerable<GaugeReading> Measure(IReadOnlyList<AliasedModel> models, bool isPercent, string[] names)
    {
        foreach (AliasedModel model in models)
        {
            if (names.FirstOrDefault(model.Metrics.ContainsKey) is { } name && double.IsFinite(model.Metrics[name]))
            {
                yield return new GaugeReading(Tags(model), Scale(model.Metrics[name], isPercent));
            }
        }
    }

    // Some log a share as percent: above 1 it can be nothing else.
    private static double Scale(double value, bool isPercent) => (value > 1 ? value / 100 : value) * (isPercent ? 100 : 1);

    private static KeyValuePair<string, object?>[] Tags(AliasedModel model) =>
    [
        new("alias", model.Alias),
        new("model", model.Name),
        new("version", model.Version.ToString(CultureInfo.InvariantCulture)),
    ];
}
