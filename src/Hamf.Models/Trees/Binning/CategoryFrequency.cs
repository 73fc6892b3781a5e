using Hamf.Models.Data;

namespace Hamf.Models.Trees.Binning;

/// <summary>How often categories occur.</summary>
internal static class CategoryFrequency
{
    /// <summary>Rows of each category by weight, the unseen one last, [categories + 1].</summary>
    /// <param name="feature">The feature.</param>
    /// <param name="values">One per row; NaN is missing and not counted.</param>
    /// <param name="weights">How often each row counts, [rows]; empty counts each once.</param>
    public static double[] Count(FeatureInfo feature, ColumnValues values, ReadOnlySpan<double> weights)
    {
        var rows = new double[feature.UnseenCode + 1];
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsNaN(values[i]))
            {
                rows[CategoryCode.IndexOf(values[i], feature.UnseenCode)] += weights.IsEmpty ? 1 : weights[i];
            }
        }

        return rows;
    }

    /// <summary>The place of each code from rare to frequent, [rows]; of equals the first code comes first.</summary>
    public static int[] Rank(double[] rows)
    {
        var ranks = new int[rows.Length];
        int next = 0;
        foreach (int code in Enumerable.Range(0, rows.Length).OrderBy(code => rows[code]))
        {
            ranks[code] = next++;
        }

        return ranks;
    }
}
