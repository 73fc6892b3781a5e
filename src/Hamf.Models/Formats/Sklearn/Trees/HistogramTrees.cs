using System.Collections.Immutable;
using System.Globalization;
using Hamf.Models.Data;
using Hamf.Models.Formats.Pickle;
using Hamf.Models.Trees;

namespace Hamf.Models.Formats.Sklearn.Trees;

/// <summary>Joins the trees of scikit-learn's histogram boosting. Values are compared as doubles; a category is a whole number below 256.</summary>
internal static class HistogramTrees
{
    private const int CategoryCount = 256;
    private const int WordsOfSet = CategoryCount / 32;

    private static readonly ImmutableArray<string> Categories = [.. Enumerable.Range(0, CategoryCount).Select(i => i.ToString(CultureInfo.InvariantCulture))];

    /// <summary>All trees as one model.</summary>
    public static TreeModel Join(StateReader state, double[] bases, TreeLink link)
    {
        var trees = new List<(StateReader Predictor, PredictorColumns Nodes, int Output)>();
        IReadOnlyList<PyValue> rounds = state.Items("_predictors");
        for (int round = 0; round < rounds.Count; round++)
        {
            List<PyValue> ofRound = rounds[round] is PyList list ? list.Items : throw state.Fault($"_predictors[{round}] should be a list");
            if (ofRound.Count != bases.Length)
            {
                throw state.Fault($"round {round} has {ofRound.Count} trees for {bases.Length} outputs");
            }

            for (int output = 0; output < ofRound.Count; output++)
            {
                StateReader predictor = state.Child(ofRound[output], $"_predictors[{round}][{output}]");
                trees.Add((predictor, new PredictorColumns(predictor), output));
            }
        }

        FeatureInfo[] features = Features(state, trees.Select(tree => tree.Nodes));
        bool[][]? known = Known(state, features);
        var builder = new TreeEnsembleBuilder(features, bases);
        var importance = new double[features.Length];
        foreach ((StateReader predictor, PredictorColumns nodes, int output) in trees)
        {
            Add(builder, predictor, nodes, known, importance);
            builder.EndTree(output);
        }

        TreeEnsemble ensemble = builder.Build(trees.Count);
        string? fault = TreeEnsembleCheck.FindFault(ensemble, features);
        double sum = importance.Sum();
        return fault is null
            ? new TreeModel("hist_gradient_boosting", features, ensemble, link, Array.ConvertAll(importance, gain => sum > 0 ? gain / sum : 0))
            : throw state.Fault($"the trees are damaged: {fault}");
    }

    private static FeatureInfo[] Features(StateReader state, IEnumerable<PredictorColumns> trees)
    {
        int count = state.Has("_preprocessor") && state.Has("_bin_mapper")
            ? state.Child("_bin_mapper").Items("bin_thresholds_").Count
            : state.Int(state.AnyOf("n_features_in_", "_n_features"));
        var isCategorical = new bool[count];
        foreach (PredictorColumns tree in trees)
        {
            for (int node = 0; node < tree.Count; node++)
            {
                long feature = tree.IsLeaf(node) ? 0 : tree.Feature(node);
                if (feature < 0 || feature >= count)
                {
                    throw state.Fault($"a tree asks feature {feature} of {count}");
                }

                isCategorical[feature] |= tree.IsCategorical(node);
            }
        }

        return [.. isCategorical.Select((categorical, i) =>
            categorical ? new FeatureInfo($"x{i}", FeatureKind.Categorical, Categories) : FeatureInfo.Numeric($"x{i}"))];
    }

    // Categories that were not seen in training go where missing values go; the bin mapper lists those that were.
    private static bool[][]? Known(StateReader state, FeatureInfo[] features)
    {
        if (features.All(feature => feature.Kind == FeatureKind.Numeric))
        {
            return null;
        }

        IReadOnlyList<PyValue> bins = state.Child("_bin_mapper").Items("bin_thresholds_");
        var known = new bool[features.Length][];
        for (int f = 0; f < features.Length && f < bins.Count; f++)
        {
            known[f] = new bool[CategoryCount];
            double[] categories = features[f].Kind == FeatureKind.Categorical && bins[f] is PyArray array
                ? PyArrayValues.Doubles(array, $"{state.Path}._bin_mapper.bin_thresholds_[{f}]")
                : [];
            foreach (double category in categories)
            {
                known[f][(int)Math.Clamp(category, 0, CategoryCount - 1)] = true;
            }
        }

        return known;
    }

    // The builder wants a parent before its children, each added as it is split; an explicit stack walks the file's tree.
    private static void Add(TreeEnsembleBuilder builder, StateReader predictor, PredictorColumns nodes, bool[][]? known, double[] importance)
    {
        var waiting = new Stack<(int From, int To)>();
        waiting.Push((0, builder.AddLeaf(nodes.Cover(0))));
        int visited = 0;
        while (waiting.TryPop(out (int From, int To) at))
        {
            if (++visited > nodes.Count)
            {
                throw predictor.Fault("the tree is damaged: it runs in circles");
            }

            if (nodes.IsLeaf(at.From))
            {
                builder.SetValue(at.To, nodes.Value(at.From));
                continue;
            }

            (long left, long right) = (nodes.Left(at.From), nodes.Right(at.From));
            if (left <= 0 || left >= nodes.Count || right <= 0 || right >= nodes.Count)
            {
                throw predictor.Fault($"the tree is damaged: node {at.From} has the children {left} and {right} of {nodes.Count} nodes");
            }

            int feature = (int)nodes.Feature(at.From);
            importance[feature] += Math.Max(nodes.Gain(at.From), 0);
            bool missingLeft = nodes.MissingGoesLeft(at.From);
            int child = known is not null && builder.IsCategorical(feature)
                ? builder.SplitByCategory(at.To, feature, LeftCategories(predictor, nodes, at.From, known[feature], missingLeft), missingLeft, nodes.Cover((int)left))
                : builder.SplitByThreshold(at.To, feature, nodes.Threshold(at.From), missingLeft, nodes.Cover((int)left));
            waiting.Push(((int)right, child + 1));
            waiting.Push(((int)left, child));
        }
    }

    private static List<int> LeftCategories(StateReader predictor, PredictorColumns nodes, int node, bool[] known, bool missingLeft)
    {
        if (!nodes.IsCategorical(node))
        {
            throw predictor.Fault("the tree asks a column both as a number and as a category");
        }

        double[] words = predictor.Doubles("raw_left_cat_bitsets");
        long start = nodes.SetIndex(node) * WordsOfSet;
        if (start < 0 || start + WordsOfSet > words.Length)
        {
            throw predictor.Fault($"the tree is damaged: node {node} names a set of categories that is not there");
        }

        var left = new List<int>();
        for (int category = 0; category < CategoryCount; category++)
        {
            bool isInSet = (((uint)words[start + (category >> 5)] >> (category & 31)) & 1) != 0;
            if (known[category] ? isInSet : missingLeft)
            {
                left.Add(category);
            }
        }

        if (missingLeft)
        {
            left.Add(CategoryCount);
        }

        return left;
    }
}
