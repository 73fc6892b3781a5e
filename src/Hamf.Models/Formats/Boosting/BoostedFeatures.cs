using System.Globalization;
using Hamf.Models.Data;

namespace Hamf.Models.Formats.Boosting;

/// <summary>The columns as boosted trees see them: numbers, and categories that are whole numbers from 0.</summary>
internal static class BoostedFeatures
{
    // A category costs about fifty bytes for its name and a bit in each set.
    private const int MaxCategories = 1 << 16;
    private const int MaxCategoriesInAll = 1 << 18;

    /// <summary>The columns.</summary>
    /// <param name="categories">How many categories the splits of each column know; 0 for a number.</param>
    /// <exception cref="ImportException">There are too many.</exception>
    public static FeatureInfo[] Build(int[] categories)
    {
        if (categories.Max() > MaxCategories || categories.Sum(number => (long)number) > MaxCategoriesInAll)
        {
            throw new ImportException(string.Empty, $"a column has categories up to {categories.Max()}; at most {MaxCategories} are imported", "Number the categories from 0 without gaps");
        }

        return [.. categories.Select((count, i) => count == 0
            ? FeatureInfo.Numeric($"f{i}")
            : new FeatureInfo($"f{i}", FeatureKind.Categorical, [.. Enumerable.Range(0, count).Select(code => code.ToString(CultureInfo.InvariantCulture))]))];
    }
}
