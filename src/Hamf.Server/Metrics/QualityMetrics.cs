using System.Diagnostics.Metrics;
using System.Globalization;

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

    public static void Create(Meter meter, ModelQuality quality)
    {
        foreach ((string gauge, string words, bool isPercent, string[] names) in Gauges)
        {
            meter.CreateObservableGauge(gauge, () => Measure(quality, isPercent, names), null, words);
        }

        meter.CreateObservableGauge("hamf_model_alias_version", () => quality.Aliased().Select(model => new Measurement<long>(model.Version, Tags(model))), null, "The version behind an alias.");
    }

    private static IEnumerable<Measurement<double>> Measure(ModelQuality quality, bool isPercent, string[] names)
    {
        foreach (AliasedModel model in quality.Aliased())
        {
            if (names.FirstOrDefault(model.Metrics.ContainsKey) is { } name && double.IsFinite(model.Metrics[name]))
            {
                yield return new Measurement<double>(Scale(model.Metrics[name], isPercent), Tags(model));
            }
        }
    }

    // Some log a share as percent: above 1 it can be nothing else.
    private static double Scale(double value, bool isPercent) => (value > 1 ? value / 100 : value) * (isPercent ? 100 : 1);

    private static KeyValuePair<string, object?>[] Tags(AliasedModel model) =>
    [
        new("model", model.Name),
        new("alias", model.Alias),
        new("version", model.Version.ToString(CultureInfo.InvariantCulture)),
    ];
}
