using System.Globalization;
using System.Text;
using Hamf.Pipeline.Registry.Tracking;
using Microsoft.AspNetCore.Html;

namespace Hamf.Server.Pages;

/// <summary>A metric over its steps as a small picture.</summary>
internal static class MetricCourse
{
    private const double Width = 300;
    private const double Height = 80;
    private const double Edge = 4;

    /// <summary>The picture; points that are no numbers are left out.</summary>
    public static IHtmlContent Draw(IReadOnlyList<MetricPoint> points)
    {
        MetricPoint[] drawn = [.. points.Where(p => double.IsFinite(p.Value)).OrderBy(p => p.Step).ThenBy(p => p.TimestampMs)];
        if (drawn.Length == 0)
        {
            return new HtmlString("<p class=\"muted\">no number</p>");
        }

        (double low, double high) = (drawn.Min(p => p.Value), drawn.Max(p => p.Value));
        (long first, long last) = (drawn[0].Step, drawn[^1].Step);
        var line = new StringBuilder();
        foreach (MetricPoint point in drawn)
        {
            double x = Edge + (Width - (2 * Edge)) * (last == first ? 0.5 : ((double)point.Step - first) / ((double)last - first));
            double y = Height - Edge - (Height - (2 * Edge)) * (high == low ? 0.5 : Share(point.Value, low, high));
            line.Append(CultureInfo.InvariantCulture, $"{x:0.#},{y:0.#} ");
        }

        return new HtmlString(string.Create(CultureInfo.InvariantCulture,
            $"<svg viewBox=\"0 0 {Width} {Height}\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"from {RunText.Number(drawn[0].Value)} to {RunText.Number(drawn[^1].Value)}\"><polyline points=\"{line.ToString().TrimEnd()}\"/></svg>"
            + $"<p class=\"muted small\">{RunText.Number(low)} to {RunText.Number(high)}, last {RunText.Number(drawn[^1].Value)}</p>"));
    }

    // Where between them a value lies; by halves where the distance of the two is too large for a number.
    private static double Share(double value, double low, double high) => double.IsFinite(high - low)
        ? (value - low) / (high - low)
        : ((value / 2) - (low / 2)) / ((high / 2) - (low / 2));
}
