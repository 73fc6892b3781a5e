using Hamf.Models.Data;
using Hamf.Models.Learning;
using Hamf.Models.Trees.Binning;
using Hamf.Models.Trees.Growing;

namespace Hamf.Models.Trees.Splitting;

/// <summary>
/// The training rows as ranks among the distinct values of their feature: whole numbers that sort like the values, without loss. A category's
/// rank is its code, or where categories have no lasting effect its place from rare to frequent. Missing is the rank after the last. Immutable.
/// </summary>
internal sealed class RankedRows
{
    private readonly IReadOnlyList<FeatureInfo> _features;
    private readonly int[]?[] _frequencyRanks;

    private RankedRows(FeatureTable table)
    {
        _features = table.Features;
        _frequencyRanks = new int[_features.Count][];
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
    public static RankedRows Rank(TrainingSet train, TargetKind target, WorkCrew crew)
    {
        FeatureTable table = train.Table;
        var evidence = new CategoryEvidence(train, target);
        var ranked = new RankedRows(table);
        crew.Run(table.Features.Count, f =>
        {
            ReadOnlySpan<double> column = table.Columns[f].AsSpan(0, table.RowCount);
            if (table.Features[f].Kind == FeatureKind.Categorical)
            {
                ranked.RankCategories(f, column, train.Weights, evidence);
            }
            else
            {
                ranked.RankNumbers(f, column);
            }
        });
        return ranked;
    }

    /// <summary>The rank of missing values.</summary>
    public int MissingRank(int feature) =>
        _features[feature].Kind == FeatureKind.Categorical ? _features[feature].UnseenCode + 1 : Values[feature].Length;

    /// <summary>The rank of a category.</summary>
    public int RankOfCategory(int feature, int category) => _frequencyRanks[feature]?[category] ?? category;

    /// <summary>Whether ranks are cut as they stand; false where categories may be put in another order.</summary>
    public bool KeepsOrder(int feature) => _features[feature].Kind == FeatureKind.Numeric || _frequencyRanks[feature] is not null;

    private void RankNumbers(int feature, ReadOnlySpan<double> column)
    {
        Values[feature] = Distinct(column);
        var ranks = new int[column.Length];
        for (int row = 0; row < ranks.Length; row++)
        {
            ranks[row] = double.IsNaN(column[row]) ? Values[feature].Length : Array.BinarySearch(Values[feature], column[row]);
        }

        Ranks[feature] = ranks;
    }

    private void RankCategories(int feature, ReadOnlySpan<double> column, double[]? weights, CategoryEvidence evidence)
    {
        FeatureInfo info = _features[feature];
        Values[feature] = [];
        _frequencyRanks[feature] = evidence.Holds(info, column) ? null : CategoryFrequency.Rank(CategoryFrequency.Count(info, column, weights));
        var ranks = new int[column.Length];
        for (int row = 0; row < ranks.Length; row++)
        {
            ranks[row] = double.IsNaN(column[row])
                ? MissingRank(feature)
                : RankOfCategory(feature, CategoryCode.IndexOf(column[row], info.UnseenCode));
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
