using Hamf.Models.Formats.Pickle;
using Hamf.Models.Graph;
using Hamf.Models.Trees;

namespace Hamf.Models.Formats.Sklearn.Trees;

/// <summary>Single trees and forests of scikit-learn.</summary>
internal static class TreeClasses
{
    public static IEnumerable<KeyValuePair<string, ClassReader>> All =>
    [
        new("sklearn.tree._classes.DecisionTreeClassifier", state => Tree(state, isClassifier: true)),
        new("sklearn.tree._classes.DecisionTreeRegressor", state => Tree(state, isClassifier: false)),
        new("sklearn.tree._classes.ExtraTreeClassifier", state => Tree(state, isClassifier: true)),
        new("sklearn.tree._classes.ExtraTreeRegressor", state => Tree(state, isClassifier: false)),
        new("sklearn.ensemble._forest.RandomForestClassifier", state => Forest(state, isClassifier: true)),
        new("sklearn.ensemble._forest.RandomForestRegressor", state => Forest(state, isClassifier: false)),
        new("sklearn.ensemble._forest.ExtraTreesClassifier", state => Forest(state, isClassifier: true)),
        new("sklearn.ensemble._forest.ExtraTreesRegressor", state => Forest(state, isClassifier: false)),
    ];

    /// <summary>The value of a leaf of a regression tree.</summary>
    public static double Number(TreeColumns tree, int node, int index, int depth) => tree.Value(node, 0);

    /// <summary>Number of columns that a model was fitted on.</summary>
    public static int FeatureCount(StateReader state)
    {
        int count = state.Int(state.AnyOf("n_features_in_", "n_features_", "n_features"));
        PartCheck.Width(count);
        return count;
    }

    private static TreeEstimator Tree(StateReader state, bool isClassifier) =>
        Join(state, [state], isClassifier, TreeSum.Double, state.Type.Name.StartsWith("Extra", StringComparison.Ordinal) ? "extra_tree" : "decision_tree");

    private static TreeEstimator Forest(StateReader state, bool isClassifier)
    {
        IReadOnlyList<PyValue> items = state.Items("estimators_");
        StateReader[] trees = [.. items.Select((item, i) => state.Child(item, $"estimators_[{i}]"))];
        return trees.Length == 0
            ? throw state.Fault("the forest has no trees")
            : Join(state, trees, isClassifier, TreeSum.DoubleMean, state.Type.Name.StartsWith("Extra", StringComparison.Ordinal) ? "extra_trees" : "random_forest");
    }

    private static TreeEstimator Join(StateReader owner, StateReader[] estimators, bool isClassifier, TreeSum sum, string algorithm)
    {
        string[] classes = isClassifier ? Classes(owner) : [];
        if (isClassifier && classes.Length < 2)
        {
            throw owner.Fault($"the model knows only the class '{string.Join(string.Empty, classes)}'", "Train it on data of two classes");
        }

        TreeColumns[] trees = Array.ConvertAll(estimators, estimator => new TreeColumns(estimator.Child("tree_")));
        int wrong = Array.FindIndex(trees, tree => tree.Width != Math.Max(classes.Length, 1));
        if (wrong >= 0)
        {
            throw owner.Fault($"tree {wrong} gives {trees[wrong].Width} values; the model has {Math.Max(classes.Length, 1)}");
        }

        int width = classes.Length > 2 ? classes.Length : 1;
        var assembly = new TreeAssembly(owner, FeatureCount(owner), Array.ConvertAll(trees, tree => tree.Count), new double[width], width, sum);
        foreach (TreeColumns tree in trees)
        {
            assembly.Add(tree, 0, null, isClassifier ? LeafShare : Number);
        }

        TreeModel model = assembly.Build(algorithm, isClassifier ? TreeLink.Probability : TreeLink.Identity);
        return new TreeEstimator(model, classes) { Rows = trees.All(tree => tree.KnowsMissing) && TakesMissing(owner, estimators[0]) ? RowRule.Missing : RowRule.Finite };
    }

    private static string[] Classes(StateReader state) => state.Get("classes_") is PyList
        ? throw state.Fault("the model predicts several outputs; only one can be imported", "Train one model for each output")
        : state.Labels("classes_");

    // Up to version 1.2 the values are weighted counts, later they are shares, which add up to 1 but for their last bits and are not divided again.
    // Each node tells by itself: weights that were normalised, as AdaBoost's, make the root's counts add up to 1 too, but not those below it.
    // A binary model keeps the second class alone.
    private static double LeafShare(TreeColumns tree, int node, int index, int depth)
    {
        double sum = 0;
        for (int i = 0; i < tree.Width; i++)
        {
            sum += tree.Value(node, i);
        }

        double value = tree.Value(node, (tree.Width == 2 ? 1 : 0) + index);
        return sum == 0 || Math.Abs(sum - 1) < 1e-9 ? value : value / sum;
    }

    // Missing values are routed by the best splitter on the usual criteria: single trees from 1.3, forests from 1.4, extra trees from 1.6.
    private static bool TakesMissing(StateReader owner, StateReader tree)
    {
        (int Major, int Minor) least = owner.Type.Name switch
        {
            "DecisionTreeClassifier" or "DecisionTreeRegressor" => (1, 3),
            "RandomForestClassifier" or "RandomForestRegressor" => (1, 4),
            _ => (1, 6),
        };
        return owner.Version.CompareTo(least) >= 0 && !owner.Has("monotonic_cst")
            && tree.Text("criterion", "gini") is "gini" or "entropy" or "log_loss" or "squared_error" or "friedman_mse" or "poisson";
    }
}
