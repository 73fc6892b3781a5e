using Hamf.Models.Formats.Pickle;
using Hamf.Models.Graph;
using Hamf.Models.Trees;

namespace Hamf.Models.Formats.Sklearn.Trees;

/// <summary>The isolation forest of scikit-learn.</summary>
internal static class IsolationClasses
{
    private const double EulerGamma = 0.5772156649015329;

    public static IEnumerable<KeyValuePair<string, ClassReader>> All => [new("sklearn.ensemble._iforest.IsolationForest", Forest)];

    private static IsolationEstimator Forest(StateReader state)
    {
        IReadOnlyList<PyValue> items = state.Items("estimators_");
        if (items.Count == 0)
        {
            throw state.Fault("the forest has no trees");
        }

        TreeColumns[] trees = [.. items.Select((item, i) => new TreeColumns(state.Child(item, $"estimators_[{i}]").Child("tree_")))];
        int features = state.Has("n_features_in_") ? state.Int("n_features_in_") : state.Int("n_features_");
        int[][]? columns = state.Has("estimators_features_")
            ? [.. state.Items("estimators_features_").Select((item, i) => Columns(state, item, i, features))]
            : null;
        if (columns is not null && columns.Length != trees.Length)
        {
            throw state.Fault($"{columns.Length} lists of columns are given for {trees.Length} trees");
        }

        var assembly = new TreeAssembly(state, features, Array.ConvertAll(trees, tree => tree.Count), [0], 1, TreeSum.Double);
        for (int i = 0; i < trees.Length; i++)
        {
            assembly.Add(trees[i], 0, columns?[i], PathLength, depthMatters: true);
        }

        var paths = new TreeEstimator(assembly.Build("isolation_forest", TreeLink.Identity), [])
        {
            // From 1.6 on missing values go where the splitter of a single tree would send them.
            Rows = trees.All(tree => tree.KnowsMissing) && state.Version.CompareTo((1, 6)) >= 0 ? RowRule.Missing : RowRule.Finite,
        };
        double sample = state.Double(state.AnyOf("_max_samples", "max_samples_"));
        double offset = state.Double("offset_", -0.5);
        return new IsolationEstimator(paths, trees.Length * ExpectedLength(sample), offset);
    }

    // The nodes on the path, the mean length of what was left to grow below the leaf, less one: in the library's order, for its rounding.
    private static double PathLength(TreeColumns tree, int node, int index, int depth) => depth + ExpectedLength(tree.Samples(node)) - 1.0;

    /// <summary>Mean path length in a tree of n rows, c(n) of Liu, Ting and Zhou (2008).</summary>
    private static double ExpectedLength(double n) =>
        n <= 1 ? 0
        : n == 2 ? 1
        : (2.0 * (Math.Log(n - 1.0) + EulerGamma)) - (2.0 * (n - 1.0) / n);

    private static int[] Columns(StateReader state, PyValue value, int index, int features)
    {
        double[] columns = value is PyArray array
            ? PyArrayValues.Doubles(array, $"{state.Path}.estimators_features_[{index}]")
            : throw state.Fault($"estimators_features_[{index}] should be an array, found {value.Describe()}");
        return Array.Exists(columns, c => c < 0 || c >= features || c != Math.Truncate(c))
            ? throw state.Fault($"tree {index} reads a column outside the {features} of the model")
            : Array.ConvertAll(columns, c => (int)c);
    }
}
