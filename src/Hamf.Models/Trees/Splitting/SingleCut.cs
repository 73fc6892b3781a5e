namespace Hamf.Models.Trees.Splitting;

/// <summary>Chooses thresholds that are floats where that is possible, so that scorers may compare floats.</summary>
internal static class SingleCut
{
    /// <summary>A threshold t with lower &lt;= t &lt; upper near the middle; a float where one lies between.</summary>
    public static double Between(double lower, double upper)
    {
        double middle = (lower / 2) + (upper / 2);
        return Near(middle >= lower && middle < upper ? middle : lower, lower, upper);
    }

    /// <summary>A threshold near <paramref name="wanted"/>, which is in [lower, upper), with the same bounds; a float where one lies between.</summary>
    public static double Near(double wanted, double lower, double upper)
    {
        float nearest = (float)wanted;
        foreach (float candidate in (ReadOnlySpan<float>)[nearest, MathF.BitDecrement(nearest), MathF.BitIncrement(nearest)])
        {
            if (candidate >= lower && candidate < upper)
            {
                return candidate;
            }
        }

        return wanted;
    }
}
