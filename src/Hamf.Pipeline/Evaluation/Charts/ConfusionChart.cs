namespace Hamf.Pipeline.Evaluation.Charts;

/// <summary>
/// Draws the four counts of decisions as squares in inline SVG, each tinted by its share of its truth. Colours by class (<c>right</c>,
/// <c>wrong</c>).
/// </summary>
public sealed record ConfusionChart
{
    private const double Cell = 118;
    private const double Left = 96;
    private const double Top = 34;

    /// <summary>The counts.</summary>
    public required ReportConfusion Counts { get; init; }

    /// <summary>The picture as an <c>svg</c> element.</summary>
    public string ToSvg()
    {
        long positives = Counts.TruePositives + Counts.FalseNegatives;
        long negatives = Counts.TrueNegatives + Counts.FalsePositives;
        var svg = new MarkupBuilder();
        svg.Add($"<svg class=\"chart\" viewBox=\"0 0 340 310\" role=\"img\" aria-label=\"Decisions against truth\">");
        AppendLabel(svg, Left + (Cell / 2), Top - 12, "alarm", "middle");
        AppendLabel(svg, Left + (Cell * 1.5) + 4, Top - 12, "no alarm", "middle");
        AppendLabel(svg, Left - 8, Top + (Cell / 2), "positive", "end");
        AppendLabel(svg, Left - 8, Top + (Cell * 1.5) + 4, "negative", "end");
        AppendCell(svg, 0, 0, "right", Counts.TruePositives, positives, "caught");
        AppendCell(svg, 1, 0, "wrong", Counts.FalseNegatives, positives, "missed");
        AppendCell(svg, 0, 1, "wrong", Counts.FalsePositives, negatives, "false alarms");
        AppendCell(svg, 1, 1, "right", Counts.TrueNegatives, negatives, "left alone");
        return svg.Add($"</svg>").ToString();
    }

    private static void AppendCell(MarkupBuilder svg, int column, int row, string cssClass, long count, long total, string word)
    {
        double x = Left + (column * (Cell + 4));
        double y = Top + (row * (Cell + 4));
        double share = total == 0 ? 0 : (double)count / total;
        double tint = 0.1 + (0.6 * share);
        double middle = x + (Cell / 2);
        svg.Add($"<rect class=\"{cssClass}\" x=\"{x}\" y=\"{y}\" width=\"{Cell}\" height=\"{Cell}\" rx=\"6\" fill-opacity=\"{tint}\"/>");
        svg.Add($"<text class=\"figure\" x=\"{middle}\" y=\"{y + (Cell / 2)}\" text-anchor=\"middle\">{SvgText.Count(count)}</text>");
        svg.Add($"<text class=\"share\" x=\"{middle}\" y=\"{y + (Cell / 2) + 20}\" text-anchor=\"middle\">{word}, {SvgText.Percent(share)}</text>");
    }

    private static void AppendLabel(MarkupBuilder svg, double x, double y, string text, string anchor) =>
        svg.Add($"<text class=\"axis\" x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{text}</text>");
}
