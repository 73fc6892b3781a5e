using Hamf.Models.Data;
using Hamf.Models.Trees.Growing;

namespace Hamf.Models.Trees.Splitting;

/// <summary>
/// The training rows as ranks among the distinct values of their feature: whole numbers that sort like the values, without loss. A category's
/// rank is its code. Missing is the rank after the last. Immutable.
/// </summary>
internal sealed class RankedRows
{
    private readonly IReadOnlyList<FeatureInfo> _features;

    private RankedRows(FeatureTable table)
    {
        _features = table.Features;
        Ranks = new int[_features.Count][];
        Values = new double[_features.Count][];
    }

    /// <summary>[features][rows].</summary>
    public int[][] Ranks { get; }

    /// <summary>The distinct values of each numeric feature, rising; empty for a categorical one.</summary>
    public double[][] Values { get; }

    /// <summary>Most codes of a feature, missing included.</summary>
    public int MaxCodes => Enumerable.Range(0, Values.Length).Select(f => MissingRank(f) + 1).Append(1).Max();

    /// <summary>Ranks all rows.</summary>
    public static RankedRows Rank(FeatureTable table, WorkCrew crew)
    {
        var ranked = new RankedRows(table);
        crew.Run(table.Features.Count, f => ranked.RankFeature(f, table.Columns[f].AsSpan(0, table.RowCount)));
        return ranked;
    }

    /// <summary>The rank of missing values.</summary>
    public int MissingRank(int feature) =>
        _features[feature].Kind == FeatureKind.Categorical ? _features[feature].UnseenCode + 1 : Values[feature].Length;

    private void RankFeature(int feature, ReadOnlySpan<double> column)
    {
        bool isCategorical = _features[feature].Kind == FeatureKind.Categorical;
        Values[feature] = isCategorical ? [] : Distinct(column);
        var ranks = new int[column.Length];
        int missing = MissingRank(feature);
        for (int row = 0; row < ranks.Length; row++)
        {
            double value = column[row];
            ranks[row] = double.IsNaN(value) ? missing
                : isCategorical ? CategoryCode.IndexOf(value, missing - 1)
                : Array.BinarySearch(Values[feature], value);
        }

        Ranks[feature] = ranks;
    }

    // Adding 0 makes -0 the 0 that it equals.
    private static double[] Distinct(ReadOnlySpan<double> column)
    {
        var values = new double[column.Length];
        int count = 0;
        foreach (double value in column)
        {
            values[count] = value + 0.0;
            count += double.IsNaN(value) ? 0 : 1;
        }

        Array.Sort(values, 0, count);
        int distinct = 0;
        for (int i = 0; i < count; i++)
        {
            if (i == 0 || values[i] != values[i - 1])
            {
                values[distinct++] = values[i];
            }
        }

        return values[..distinct];
    }
}
