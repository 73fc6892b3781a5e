using System.Globalization;
using Hamf.Pipeline.Evaluation.Charts;

namespace Hamf.Pipeline.Evaluation;

/// <summary>The tables of <see cref="ReportPage"/>.</summary>
internal static class ReportTables
{
    private static readonly (string Name, string Title, string Note)[] Notes =
    [
        ("average_precision", "average precision", "Quality of the order: mean precision over all recalls. A random order reaches the share of positives."),
        ("roc_auc", "ROC-AUC", "Chance that a positive row scores above a negative one. Rosy when positives are rare."),
        ("precision", "precision", "Share of alarms that are right."),
        ("recall", "recall", "Share of positives that raise an alarm."),
        ("f1", "F1", "Harmonic mean of precision and recall."),
        ("accuracy", "accuracy", "Share of right decisions. With rare positives, never alarming is accurate too."),
        ("log_loss", "log loss", "Quality of the probabilities; 0 is perfect."),
        ("brier", "Brier score", "Mean squared error of the probabilities; 0 is perfect."),
    ];

    /// <summary>Metrics with what they mean, and precision among the highest scores.</summary>
    public static string Metrics(TrainingReport report)
    {
        var page = new MarkupBuilder();
        string second = report.Test is null ? string.Empty : "test";
        page.Add($"<section><h2>Metrics</h2><table class=\"figures\"><thead><tr><th>metric</th><th>validation</th><th>{second}</th><th class=\"note\">what it says</th></tr></thead><tbody>\n");
        foreach ((string name, string title, string note) in Notes)
        {
            AddRow(page, title, Figure(report.Validation.Metrics[name]), report.Test is { } t ? Figure(t.Metrics[name]) : string.Empty, note);
        }

        AddRow(page, "alarms per 1,000", Number(report.Validation.AlertsPer1000, "0.##"),
            report.Test is { } test ? Number(test.AlertsPer1000, "0.##") : string.Empty, "How much work the threshold makes.");
        foreach (ReportPrecisionAtK entry in report.Validation.PrecisionAtK)
        {
            string onTest = report.Test?.PrecisionAtK.FirstOrDefault(p => p.K == entry.K) is { } same ? Figure(same.Precision) : string.Empty;
            AddRow(page, $"precision at {entry.K}", Figure(entry.Precision), onTest, $"Share of positives among the {entry.K} highest scores.");
        }

        string again = report switch
        {
            { IsCrossValidated: true } => " Validation is cross-validation: each row of train and validation was scored by a model that was trained without it. The model that is kept was fitted on all of them.",
            { IsFittedAgain: true } => " The model was then fitted again on train and validation together: validation shows it before that, test after.",
            _ => string.Empty,
        };
        page.Add($"</tbody></table><p>Algorithm, number of trees and threshold were chosen on validation, which makes its figures a little too good. Nothing was chosen on test.{again}</p></section>\n");
        return page.ToString();
    }

    /// <summary>What average precision loses without each feature, at most <paramref name="most"/> of them.</summary>
    public static string Shuffles(ReportShuffles shuffles, int most)
    {
        var page = new MarkupBuilder();
        page.Add($"<h3>What it relies on</h3><p>Average precision that is lost on {SvgText.Count(shuffles.Rows)} {shuffles.Side} rows when one feature's values are dealt to other rows: mean and standard deviation of {shuffles.Repeats} times. Features that say the same stand in for each other, and each looks weaker than it is.</p>");
        page.Add($"<table class=\"figures\"><thead><tr><th>feature</th><th>lost</th><th>±</th></tr></thead><tbody>\n");
        foreach (ReportShuffle shuffle in shuffles.Features.Take(most))
        {
            page.Add($"<tr><th scope=\"row\">{shuffle.Feature}</th><td>{Figure(shuffle.Drop)}</td><td>{Figure(shuffle.Deviation)}</td></tr>\n");
        }

        return page.Add($"</tbody></table>\n").ToString();
    }

    /// <summary>The data, its division and the decision.</summary>
    public static string Data(TrainingReport report)
    {
        ReportData data = report.Data;
        var page = new MarkupBuilder();
        page.Add($"<section><h2>Data and decision</h2><table class=\"facts\"><tbody>\n");
        AddFact(page, "data file", data.Sha256 is null ? data.File : $"{data.File} (SHA-256 {data.Sha256})");
        if (data.TestFile is not null)
        {
            AddFact(page, "test file", data.TestFile);
        }

        AddFact(page, "rows", $"{SvgText.Count(data.Rows)} accepted, {SvgText.Count(data.Rejects)} rejected, {SvgText.Count(data.Unlabelled)} without label, {SvgText.Count(data.Repeats)} repeats of a key");
        AddFact(page, "features", SvgText.Count(data.Features));
        AddFact(page, "split", $"{report.Split.Description}; seed {report.Split.Seed.ToString(CultureInfo.InvariantCulture)}");
        AddFact(page, "train", Rows(report.Split.TrainRows, report.Split.TrainPositives));
        string how = report.IsCrossValidated ? ", by cross-validation over train and validation together" : string.Empty;
        AddFact(page, "validation", Rows(report.Validation) + how);
        AddFact(page, "test", report.Test is { } test ? Rows(test) : "none");
        if (report.Split.LeftOut > 0)
        {
            AddFact(page, "left out", $"{SvgText.Count(report.Split.LeftOut)} rows whose feature vector equals one on an earlier side");
        }

        AddFact(page, "algorithm", report.Algorithm);
        AddFact(page, "decision policy", report.Decision.Policy);
        AddFact(page, "threshold", $"{Number(report.Decision.Threshold, "R")}: a score at or above it is an alarm");
        page.Add($"</tbody></table></section>\n");
        return page.ToString();
    }

    /// <summary>A metric with four decimals, or n/a.</summary>
    public static string Figure(double? value) => value is { } v ? Number(v, "0.0000") : "n/a";

    /// <summary>A number without culture.</summary>
    public static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static void AddRow(MarkupBuilder page, string title, string validation, string test, string note) =>
        page.Add($"<tr><th scope=\"row\">{title}</th><td>{validation}</td><td>{test}</td><td class=\"note\">{note}</td></tr>\n");

    private static void AddFact(MarkupBuilder page, string name, string value) =>
        page.Add($"<tr><th scope=\"row\">{name}</th><td>{value}</td></tr>\n");

    private static string Rows(ReportSide side) => Rows((long)(side.Metrics["rows"] ?? 0), (long)(side.Metrics["positives"] ?? 0));

    private static string Rows(long rows, long positives) =>
        $"{SvgText.Count(rows)} rows, {SvgText.Count(positives)} positive ({Number(rows == 0 ? 0 : 100.0 * positives / rows, "0.##")} %)";
}
