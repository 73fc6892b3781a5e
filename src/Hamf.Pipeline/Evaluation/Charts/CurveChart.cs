using System.Globalization;

namespace Hamf.Pipeline.Evaluation.Charts;

/// <summary>
/// Draws a curve over the unit square as inline SVG. Colours come from the page by class (<c>curve</c>, <c>grid</c>, <c>axis</c>,
/// <c>reference</c>, <c>mark</c>, <c>dot</c>, <c>none</c>), so one drawing serves light and dark.
/// </summary>
public sealed record CurveChart
{
    private const double Width = 340;
    private const double Height = 310;
    private const double Left = 62;
    private const double Top = 12;
    private const double PlotWidth = Width - Left - 24;
    private const double PlotHeight = Height - Top - 46;

    /// <summary>What the picture shows, read out by screen readers.</summary>
    public required string Title { get; init; }

    /// <summary>Name of the horizontal axis.</summary>
    public required string XLabel { get; init; }

    /// <summary>Name of the vertical axis.</summary>
    public required string YLabel { get; init; }

    /// <summary>The points in drawing order.</summary>
    public required IReadOnlyList<ReportPoint> Points { get; init; }

    /// <summary>A dashed line to compare with, or none.</summary>
    public IReadOnlyList<ReportPoint> Reference { get; init; } = [];

    /// <summary>The point in use, drawn as a ring, or null.</summary>
    public ReportPoint? Mark { get; init; }

    /// <summary>Whether the area under the curve is tinted. <value>true</value></summary>
    public bool Fill { get; init; } = true;

    /// <summary>Whether each point is a dot on the line. <value>false</value></summary>
    public bool Dots { get; init; }

    /// <summary>Largest value on both axes. <value>1</value></summary>
    public double Max { get; init; } = 1;

    /// <summary>
    /// Where both axes begin. <value>0: they are linear</value> Above 0 they are logarithmic; a point at or below it is drawn as a
    /// ring on the edge, apart from the line.
    /// </summary>
    public double Min { get; init; }

    /// <summary>The picture as an <c>svg</c> element.</summary>
    public string ToSvg()
    {
        var svg = new MarkupBuilder();
        svg.Add($"<svg class=\"chart\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Title}\">");
        AppendAxes(svg);
        if (Points.Count > 0)
        {
            AppendCurve(svg);
        }

        if (Mark is { } mark)
        {
            svg.Add($"<circle class=\"mark\" cx=\"{X(mark.X)}\" cy=\"{Y(mark.Y)}\" r=\"5\"/>");
        }

        return svg.Add($"</svg>").ToString();
    }

    private void AppendAxes(MarkupBuilder svg)
    {
        foreach (double value in Ticks())
        {
            string label = SvgText.Tick(value);
            svg.Add($"<line class=\"grid\" x1=\"{X(value)}\" y1=\"{Y(Min)}\" x2=\"{X(value)}\" y2=\"{Y(Max)}\"/>");
            svg.Add($"<line class=\"grid\" x1=\"{X(Min)}\" y1=\"{Y(value)}\" x2=\"{X(Max)}\" y2=\"{Y(value)}\"/>");
            svg.Add($"<text class=\"tick\" x=\"{X(value)}\" y=\"{Top + PlotHeight + 16}\" text-anchor=\"middle\">{label}</text>");
            svg.Add($"<text class=\"tick\" x=\"{Left - 6}\" y=\"{Y(value)}\" dy=\"4\" text-anchor=\"end\">{label}</text>");
        }

        double middleX = Left + (PlotWidth / 2);
        svg.Add($"<text class=\"axis\" x=\"{middleX}\" y=\"{Height - 8}\" text-anchor=\"middle\">{XLabel}</text>");
        double middleY = Top + (PlotHeight / 2);
        svg.Add($"<text class=\"axis\" transform=\"translate(11 {middleY}) rotate(-90)\" text-anchor=\"middle\">{YLabel}</text>");
    }

    private void AppendCurve(MarkupBuilder svg)
    {
        if (Reference.Count > 0)
        {
            svg.Add($"<polyline class=\"reference\" points=\"{Path(Reference)}\"/>");
        }

        string path = Path(Points.Where(p => !IsBelow(p)));
        if (Fill)
        {
            svg.Add($"<polygon class=\"fill\" points=\"{X(Points[0].X)},{Y(Min)} {path} {X(Points[^1].X)},{Y(Min)}\"/>");
        }

        svg.Add($"<polyline class=\"curve\" points=\"{path}\"/>");
        if (Dots)
        {
            foreach (ReportPoint point in Points)
            {
                svg.Add($"<circle class=\"{(IsBelow(point) ? "none" : "dot")}\" cx=\"{X(point.X)}\" cy=\"{Y(point.Y)}\" r=\"3\"/>");
            }
        }
    }

    private string Path(IEnumerable<ReportPoint> points) => string.Join(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{X(p.X):0.##},{Y(p.Y):0.##}")));

    private bool IsBelow(ReportPoint point) => Min > 0 && (point.X < Min || point.Y < Min);

    private IEnumerable<double> Ticks()
    {
        if (Min == 0)
        {
            return Enumerable.Range(0, 6).Select(i => Max * i / 5);
        }

        int decades = (int)Math.Round(Math.Log10(Max / Min));
        return Enumerable.Range(0, decades + 1).Select(i => Max * Math.Pow(10, i - decades));
    }

    private double X(double value) => Left + (PlotWidth * ShareOfAxis(value));

    private double Y(double value) => Top + (PlotHeight * (1 - ShareOfAxis(value)));

    private double ShareOfAxis(double value) =>
        Math.Clamp(Min == 0 ? value / Max : Math.Log(Math.Max(value, Min) / Min) / Math.Log(Max / Min), 0, 1);
}
