namespace Hamf.Pipeline.Evaluation.Charts;

/// <summary>Draws shares as horizontal bars in inline SVG, first entry on top. Colours by class (<c>bar</c>, <c>track</c>).</summary>
public sealed record BarChart
{
    private const int MaxNameLength = 40;
    private const double Width = 700;
    private const double RowHeight = 24;

    // Of the 13 units that the page sets names in: the widest of the usual fonts takes 0.62 of it for a letter on average.
    private const double LetterWidth = 8.1;
    private const double ShareWidth = 90;

    /// <summary>What the picture shows, read out by screen readers.</summary>
    public required string Title { get; init; }

    /// <summary>Names and shares in [0, 1]; the longest bar fills the width.</summary>
    public required IReadOnlyList<KeyValuePair<string, double>> Bars { get; init; }

    /// <summary>The picture as an <c>svg</c> element.</summary>
    public string ToSvg()
    {
        double longest = Bars.Count == 0 ? 1 : Math.Max(Bars.Max(b => b.Value), double.Epsilon);
        double left = 12 + (LetterWidth * Bars.Select(b => Math.Min(b.Key.Length, MaxNameLength)).DefaultIfEmpty(0).Max());
        var svg = new MarkupBuilder();
        svg.Add($"<svg class=\"chart\" viewBox=\"0 0 {Width} {(Bars.Count * RowHeight) + 4}\" role=\"img\" aria-label=\"{Title}\">");
        for (int i = 0; i < Bars.Count; i++)
        {
            (string name, double share) = Bars[i];
            double top = 2 + (i * RowHeight);
            double middle = top + (RowHeight / 2);
            double width = (Width - left - ShareWidth) * share / longest;
            string shown = name.Length <= MaxNameLength ? name : string.Concat(name.AsSpan(0, MaxNameLength - 1), "…");
            svg.Add($"<text class=\"name\" x=\"{left - 8}\" y=\"{middle}\" dy=\"4\" text-anchor=\"end\">{shown}<title>{name}</title></text>");
            svg.Add($"<rect class=\"bar\" x=\"{left}\" y=\"{top + 4}\" width=\"{Math.Max(width, 1)}\" height=\"{RowHeight - 8}\" rx=\"3\"/>");
            svg.Add($"<text class=\"tick\" x=\"{left + width + 6}\" y=\"{middle}\" dy=\"4\">{SvgText.Percent(share)}</text>");
        }

        return svg.Add($"</svg>").ToString();
    }
}
