using Hamf.Pipeline.Evaluation.Charts;

namespace Hamf.Pipeline.Evaluation;

/// <summary>
/// A training report as one HTML page without scripts and without anything loaded from elsewhere; light or dark as the reader's system
/// is. All text from data is escaped.
/// </summary>
public static class ReportPage
{
    private const int MaxBars = 30;

    // The linear axes of calibration end at the first of these that holds all bins.
    private static readonly double[] AxisEnds = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5];

    /// <summary>The page.</summary>
    public static string Write(TrainingReport report)
    {
        ReportSide judged = report.Test ?? report.Validation;
        string rows = report.Test is null ? "validation" : "test";
        var page = new MarkupBuilder();
        page.Add($"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>");
        page.Add($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>");
        page.Add($"<title>{report.Detector}: training report</title><style>").AddMarkup(ReportStyle.Css).Add($"</style></head><body><main>\n");
        AddHeader(page, report, judged, rows);
        AddWarnings(page, report);
        AddPictures(page, report, judged, rows);
        page.AddMarkup(ReportTables.Metrics(report));
        AddImportance(page, report);
        page.AddMarkup(ReportTables.Data(report));
        page.Add($"<footer>Run {report.RunId}. Every figure is also in the JSON report of the same name.</footer>\n</main></body></html>\n");
        return page.ToString();
    }

    private static void AddHeader(MarkupBuilder page, TrainingReport report, ReportSide judged, string rows)
    {
        page.Add($"<header><p class=\"eyebrow\">Training report</p><h1>{report.Detector}</h1><p class=\"lead\">{report.Choice.Replace(" %", "\u00a0%", StringComparison.Ordinal)}</p></header>\n");
        page.Add($"<section class=\"tiles\">");
        string interval = judged.AveragePrecisionInterval is { } i ? $"95\u00a0% interval {ReportTables.Figure(i.Low)} to {ReportTables.Figure(i.High)}" : "no interval";
        AddTile(page, ReportTables.Figure(judged.Metrics["average_precision"]), "average precision", interval);
        AddTile(page, ReportTables.Figure(judged.Metrics["roc_auc"]), "ROC-AUC", $"on {SvgText.Count((long)judged.Metrics["rows"]!.Value)} {rows} rows");
        AddTile(page, Share(judged.Metrics["precision"]), "of alarms are right", "precision at the threshold");
        AddTile(page, Share(judged.Metrics["recall"]), "of positives are caught", "recall at the threshold");
        AddTile(page, ReportTables.Number(judged.AlertsPer1000, "0.##"), "alarms per 1,000", $"policy: {report.Decision.Policy}");
        page.Add($"</section>\n");
    }

    private static void AddTile(MarkupBuilder page, string figure, string name, string note) =>
        page.Add($"<div class=\"tile\"><strong>{figure}</strong><span>{name}</span><small>{note}</small></div>");

    private static void AddWarnings(MarkupBuilder page, TrainingReport report)
    {
        if (report.Warnings.Count == 0)
        {
            return;
        }

        page.Add($"<section class=\"warnings\"><h2>To know before relying on this model</h2><ul>");
        foreach (string warning in report.Warnings)
        {
            page.Add($"<li>{warning}</li>");
        }

        page.Add($"</ul></section>\n");
    }

    private static void AddPictures(MarkupBuilder page, TrainingReport report, ReportSide judged, string rows)
    {
        ReportConfusion counts = judged.Confusion;
        double share = (judged.Metrics["positives"] ?? 0) / Math.Max(1, judged.Metrics["rows"] ?? 1);
        double? falseAlarmRate = Ratio(counts.FalsePositives, counts.FalsePositives + counts.TrueNegatives);
        page.Add($"<section><h2>Pictures, on {rows} rows</h2><div class=\"pictures\">\n");
        AddFigure(page, "Precision and recall", "The ring is the threshold in use. Dashed: alarms at random.", new CurveChart
        {
            Title = "Precision over recall",
            XLabel = "recall: share of positives caught",
            YLabel = "precision: share of alarms right",
            Points = judged.PrecisionRecall,
            Reference = [new ReportPoint(0, share), new ReportPoint(1, share)],
            Mark = Mark(judged.Metrics["recall"], judged.Metrics["precision"]),
        }.ToSvg());
        AddFigure(page, "ROC", "Area under the curve: how often a positive row scores above a negative one.", new CurveChart
        {
            Title = "True-positive rate over false-positive rate",
            XLabel = "share of negatives alarmed",
            YLabel = "share of positives caught",
            Points = judged.Roc,
            Reference = [new ReportPoint(0, 0), new ReportPoint(1, 1)],
            Mark = Mark(falseAlarmRate, judged.Metrics["recall"]),
        }.ToSvg());
        AddFigure(page, "Calibration", CalibrationNote(judged), CalibrationChart(judged).ToSvg());
        string threshold = ReportTables.Number(report.Decision.Threshold, "0.######");
        AddFigure(page, "Decisions", $"At threshold {threshold}. The tint is the share of its row.", new ConfusionChart { Counts = counts }.ToSvg());
        page.Add($"</div></section>\n");
    }

    private static CurveChart CalibrationChart(ReportSide judged)
    {
        double max = 1;
        double min = 0;
        if (judged.HasRarePositives)
        {
            // A decade below the base rate; more than four decades would leave no room for the line, which lives in the upper ones.
            double baseRate = (judged.Metrics["positives"] ?? 0) / Math.Max(1, judged.Metrics["rows"] ?? 1);
            min = Math.Pow(10, Math.Clamp(Math.Floor(Math.Log10(baseRate)) - 1, -4, -2));
        }
        else
        {
            double highest = judged.Calibration.Select(b => Math.Max(b.MeanScore, b.PositiveShare)).DefaultIfEmpty(1).Max();
            max = AxisEnds.Where(m => highest <= m).DefaultIfEmpty(1).First();
        }

        string scale = min > 0 ? ", log scale" : "";
        return new CurveChart
        {
            Title = "Share of positives over mean score",
            XLabel = "mean score of the bin" + scale,
            YLabel = "share of positives in it" + scale,
            Points = judged.Calibration.Select(b => new ReportPoint(b.MeanScore, b.PositiveShare)).ToArray(),
            Reference = [new ReportPoint(min, min), new ReportPoint(max, max)],
            Fill = false,
            Dots = true,
            Min = min,
            Max = max,
        };
    }

    private static string CalibrationNote(ReportSide judged)
    {
        double rows = Math.Max(1, judged.Calibration.Sum(b => b.Rows));
        double expected = judged.Calibration.Sum(b => b.MeanScore * b.Rows) / rows;
        double observed = judged.Calibration.Sum(b => b.PositiveShare * b.Rows) / rows;
        string empty = judged.HasRarePositives && judged.Calibration.Any(b => b.PositiveShare == 0) ? " Rings at the lower edge: no positive in that bin." : "";
        return $"Mean score {Precise(expected)} against {Precise(observed)} positives. On the dashed line a score of 10\u00a0% means that 1 in 10 is positive.{empty}";

        static string Precise(double share) => ReportTables.Number(share, "0.###\u00a0%");
    }

    private static void AddFigure(MarkupBuilder page, string title, string note, string svg) =>
        page.Add($"<figure><h3>{title}</h3>").AddMarkup(svg).Add($"<figcaption>{note}</figcaption></figure>\n");

    private static void AddImportance(MarkupBuilder page, TrainingReport report)
    {
        var chart = new BarChart
        {
            Title = "Importance per feature",
            Bars = report.Importance.Take(MaxBars).Select(i => KeyValuePair.Create(i.Feature, i.Share)).ToArray(),
        };
        page.Add($"<section><h2>What the model looks at</h2><p>Share of each feature in what training gained. A feature that dominates deserves the question whether it is really known when an event is scored.</p>");
        page.Add($"<div class=\"wide\">").AddMarkup(chart.ToSvg()).Add($"</div>");
        int hidden = report.Importance.Count - MaxBars;
        if (hidden > 0)
        {
            page.Add($"<p>{hidden} weaker features are in report.json.</p>");
        }

        if (report.Shuffles is { } shuffles)
        {
            page.AddMarkup(ReportTables.Shuffles(shuffles, MaxBars));
        }

        page.Add($"</section>\n");
    }

    private static ReportPoint? Mark(double? x, double? y) => x is { } across && y is { } up ? new ReportPoint(across, up) : null;

    private static double? Ratio(long part, long whole) => whole == 0 ? null : (double)part / whole;

    private static string Share(double? value) => value is { } share ? SvgText.Percent(share) : "n/a";
}
