namespace Hamf.Models.Metrics;

/// <summary>Drops points of a curve that the eye would not miss.</summary>
internal static class CurveThinning
{
    /// <summary>
    /// Keeps both ends and points about equally far apart along the curve. Steps by length, not by row: with few positives nearly all
    /// rows lie on the flat part, and the steep beginning is what a reader looks at.
    /// </summary>
    public static IReadOnlyList<CurvePoint> Thin(List<CurvePoint> points, int maxPoints)
    {
        if (points.Count <= maxPoints)
        {
            return points;
        }

        double total = 0;
        for (int i = 1; i < points.Count; i++)
        {
            total += Distance(points[i - 1], points[i]);
        }

        double step = total / (maxPoints - 1);
        var kept = new List<CurvePoint>(maxPoints) { points[0] };
        double walked = 0;
        for (int i = 1; i < points.Count - 1 && kept.Count < maxPoints - 1; i++)
        {
            walked += Distance(points[i - 1], points[i]);
            if (walked >= step * kept.Count)
            {
                kept.Add(points[i]);
            }
        }

        kept.Add(points[^1]);
        return kept;
    }

    private static double Distance(CurvePoint a, CurvePoint b) => Math.Abs(a.X - b.X) + Math.Abs(a.Y - b.Y);
}
