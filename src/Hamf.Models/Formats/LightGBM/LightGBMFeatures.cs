using Hamf.Models.Data;
using Hamf.Models.Formats.Boosting;
using Hamf.Models.Graph.Boosting;

namespace Hamf.Models.Formats.LightGBM;

/// <summary>What the trees of LightGBM ask of each column: a number, or a category that is a whole number; and what becomes of its cells before.</summary>
internal sealed class LightGBMFeatures
{
    private LightGBMFeatures(FeatureInfo[] features, CellRule[] rules) => (Features, Rules) = (features, rules);

    /// <summary>The columns as the trees see them.</summary>
    public FeatureInfo[] Features { get; }

    /// <summary>What becomes of a cell of each column before.</summary>
    public CellRule[] Rules { get; }

    /// <summary>Whether some column is read as a category.</summary>
    public bool HasCategories => Rules.Contains(CellRule.Whole);

    /// <summary>Whether cells stay what they are.</summary>
    public bool ArePlain => Array.TrueForAll(Rules, rule => rule == CellRule.Keep);

    /// <summary>Collects what the trees ask.</summary>
    /// <exception cref="ImportException">They ask one column in ways that do not go together.</exception>
    public static LightGBMFeatures Of(int count, IReadOnlyList<LightGBMTree> trees)
    {
        var categories = new int[count];
        var (zero, other) = (new bool[count], new bool[count]);
        foreach (LightGBMTree tree in trees)
        {
            for (int split = 0; split < tree.Features.Length; split++)
            {
                int feature = tree.Features[split];
                if (feature < 0 || feature >= count)
                {
                    throw new ImportException(string.Empty, $"a tree asks column {feature} of {count}", "Copy the file again");
                }

                if (tree.Nodes[split].LeftCategories is { } set)
                {
                    categories[feature] = Math.Max(Math.Max(categories[feature], 1), CategoriesOf(set));
                }
                else
                {
                    (tree.Missing(split) == MissingType.Zero ? zero : other)[feature] = true;
                }
            }
        }

        return Of(categories, zero, other);
    }

    private static LightGBMFeatures Of(int[] categories, bool[] zero, bool[] other)
    {
        FeatureInfo[] features = BoostedFeatures.Build(categories);
        var rules = new CellRule[categories.Length];
        for (int i = 0; i < features.Length; i++)
        {
            if (zero[i] && other[i])
            {
                throw new ImportException(string.Empty, $"column {i} takes zero for missing in some trees and not in others", "Train again with one setting of zero_as_missing");
            }

            rules[i] = categories[i] > 0 ? CellRule.Whole : zero[i] ? CellRule.ZeroIsMissing : CellRule.Keep;
        }

        return new LightGBMFeatures(features, rules);
    }

    private static int CategoriesOf(uint[] set)
    {
        int last = Array.FindLastIndex(set, word => word != 0);
        return last < 0 ? 0 : (int)Math.Min((32L * last) + 32 - System.Numerics.BitOperations.LeadingZeroCount(set[last]), int.MaxValue);
    }
}
