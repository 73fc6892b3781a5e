using Hamf.Models.Data;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Features;

namespace Hamf.Pipeline.Training;

/// <summary>
/// Settles the categories of text features after the split. Only training rows count: rare categories, and those beyond what a
/// histogram can hold, become "unseen", so that the model also learns what to make of a category it does not know.
/// </summary>
internal static class CategorySelection
{
    /// <summary>Fewest training rows of a category that is kept.</summary>
    public const int MinTrainRows = 3;

    /// <summary>Most categories of a feature: 255 bins less one for missing and one for unseen.</summary>
    public const int MaxCategories = 253;

    /// <summary>Recodes the categorical columns in place, which the caller hands over.</summary>
    /// <param name="table">The columns, coded by <paramref name="learned"/>.</param>
    /// <param name="specs">The features.</param>
    /// <param name="kinds">Their kinds.</param>
    /// <param name="learned">The encoding that learned on all rows.</param>
    /// <param name="trainRows">The rows that count.</param>
    public static FeatureTable Apply(
        TrainingTable table,
        IReadOnlyList<FeatureSpec> specs,
        IReadOnlyList<FeatureKind> kinds,
        CategoryEncoding learned,
        int[] trainRows)
    {
        var infos = new FeatureInfo[table.Columns.Length];
        for (int f = 0; f < infos.Length; f++)
        {
            string name = specs[f].Name;
            if (kinds[f] == FeatureKind.Numeric)
            {
                infos[f] = FeatureInfo.Numeric(name);
                continue;
            }

            IReadOnlyList<string> all = learned.CategoriesOf(f);
            int[] kept = Keep(table.Columns[f], all, trainRows);
            infos[f] = new FeatureInfo(name, FeatureKind.Categorical, kept.Select(c => all[c]).ToArray());
            Recode(table.Columns[f], all.Count, kept);
        }

        return new FeatureTable(infos, table.Columns, table.RowCount);
    }

    /// <summary>The old codes that are kept, in the new order: ordinal by text, so that the order of rows does not matter.</summary>
    private static int[] Keep(double[] column, IReadOnlyList<string> categories, int[] trainRows)
    {
        var rowsOf = new int[categories.Count];
        foreach (int r in trainRows)
        {
            if (!double.IsNaN(column[r]))
            {
                rowsOf[(int)column[r]]++;
            }
        }

        return Enumerable.Range(0, categories.Count)
            .Where(c => rowsOf[c] >= MinTrainRows)
            .OrderByDescending(c => rowsOf[c]).ThenBy(c => categories[c], StringComparer.Ordinal)
            .Take(MaxCategories)
            .OrderBy(c => categories[c], StringComparer.Ordinal)
            .ToArray();
    }

    private static void Recode(double[] column, int oldCount, int[] kept)
    {
        var newCodeOf = new double[oldCount];
        Array.Fill(newCodeOf, kept.Length);
        for (int code = 0; code < kept.Length; code++)
        {
            newCodeOf[kept[code]] = code;
        }

        for (int r = 0; r < column.Length; r++)
        {
            if (!double.IsNaN(column[r]))
            {
                column[r] = newCodeOf[(int)column[r]];
            }
        }
    }
}
