using Hamf.Models.Formats.Boosting;
using Hamf.Models.Trees;

namespace Hamf.Models.Formats.XGBoost;

/// <summary>
/// Splits by category of XGBoost 1.5 and later: the categories of a node's list go right, all others left, also unknown and negative ones.
/// </summary>
internal static class XGBoostCategories
{
    // The library's limit: the largest whole number up to which a float holds all.
    private const int MaxCategory = 1 << 24;

    /// <summary>Turns the nodes that a tree lists into splits by category.</summary>
    /// <exception cref="ImportException">The lists do not belong together.</exception>
    public static BoostedNode[] Apply(DocumentPlace tree, BoostedNode[] nodes)
    {
        double[] places = tree.Numbers("categories_nodes");
        if (places.Length == 0)
        {
            return nodes;
        }

        double[] categories = tree.Numbers("categories");
        (double[] starts, double[] sizes) = (tree.Numbers("categories_segments"), tree.Numbers("categories_sizes"));
        if (starts.Length != places.Length || sizes.Length != places.Length)
        {
            throw tree.Fault("the lists of categories do not belong together");
        }

        double used = 0;
        for (int i = 0; i < places.Length; i++)
        {
            // Lists stand one after the other; the sum keeps shared ones from multiplying.
            used += sizes[i];
            bool fits = places[i] >= 0 && places[i] < nodes.Length && starts[i] >= 0 && sizes[i] >= 0 && starts[i] + sizes[i] <= categories.Length && used <= categories.Length;
            if (!fits)
            {
                throw tree.Fault($"the categories of node {places[i]} lie outside their list");
            }

            int node = (int)places[i];
            nodes[node] = nodes[node] with { LeftCategories = Complement(tree, categories.AsSpan((int)starts[i], (int)sizes[i])), OthersLeft = true, Threshold = 0 };
        }

        return nodes;
    }

    /// <summary>How many categories the trees know of each column, 0 where it is a number.</summary>
    /// <exception cref="ImportException">A tree asks a column that is not there.</exception>
    public static int[] Count(IEnumerable<BoostedNode[]> trees, int columns)
    {
        var counts = new int[columns];
        foreach (BoostedNode node in trees.SelectMany(tree => tree).Where(node => node.LeftCategories is not null && node.Feature != TreeEnsemble.Leaf))
        {
            if (node.Feature >= columns)
            {
                throw new ImportException(string.Empty, $"a tree asks column {node.Feature} of {columns}", "Copy the file again");
            }

            counts[node.Feature] = Math.Max(counts[node.Feature], 32 * node.LeftCategories!.Length);
        }

        return counts;
    }

    private static uint[] Complement(DocumentPlace tree, ReadOnlySpan<double> right)
    {
        double last = 0;
        foreach (double category in right)
        {
            last = category >= 0 && category < MaxCategory && category == Math.Truncate(category)
                ? Math.Max(last, category)
                : throw tree.Fault($"there is no category {category}");
        }

        var words = new uint[((int)last / 32) + 1];
        Array.Fill(words, uint.MaxValue);
        foreach (double category in right)
        {
            words[(int)category >> 5] &= ~(1u << ((int)category & 31));
        }

        return words;
    }
}
