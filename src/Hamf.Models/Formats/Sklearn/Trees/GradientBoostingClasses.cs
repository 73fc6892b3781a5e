using Hamf.Models.Formats.Pickle;
using Hamf.Models.Graph;
using Hamf.Models.Trees;

namespace Hamf.Models.Formats.Sklearn.Trees;

/// <summary>Gradient boosting of scikit-learn on exact values.</summary>
internal static class GradientBoostingClasses
{
    private const double FloatEpsilon = 1.1920929e-07;

    public static IEnumerable<KeyValuePair<string, ClassReader>> All =>
    [
        new("sklearn.ensemble._gb.GradientBoostingClassifier", Classifier),
        new("sklearn.ensemble._gb.GradientBoostingRegressor", Regressor),
    ];

    private static TreeEstimator Classifier(StateReader state)
    {
        string[] classes = state.Labels("classes_");
        int outputs = classes.Length > 2 ? classes.Length : 1;
        string loss = state.Text("loss", "log_loss");
        if (classes.Length < 2 || loss is not ("log_loss" or "deviance" or "exponential"))
        {
            throw state.Fault($"gradient boosting with {classes.Length} classes and the loss '{loss}' cannot be imported");
        }

        // sigmoid(2 raw) gives the probability under the exponential loss; doubling every summand is exact.
        double scale = loss == "exponential" ? 2 : 1;
        TreeModel model = Join(state, Start(state, classes.Length, loss == "exponential"), scale, outputs > 1 ? TreeLink.Softmax : TreeLink.Logistic);
        return new TreeEstimator(model, classes) { Rows = RowRule.Finite, HasDecision = scale == 1 };
    }

    private static TreeEstimator Regressor(StateReader state)
    {
        double start = 0;
        if (!IsZero(state))
        {
            StateReader init = state.Child("init_");
            start = init.Type.Name switch
            {
                "DummyRegressor" => init.Doubles("constant_")[0],
                "MeanEstimator" => init.Double("mean"),
                "QuantileEstimator" => init.Double("quantile"),
                _ => throw Foreign(init),
            };
        }

        return new TreeEstimator(Join(state, [start], 1, TreeLink.Identity), []) { Rows = RowRule.Finite };
    }

    private static TreeModel Join(StateReader state, double[] bases, double scale, TreeLink link)
    {
        double rate = state.Double("learning_rate");
        IReadOnlyList<PyValue> items = state.Items("estimators_");
        if (items.Count == 0 || items.Count % bases.Length != 0)
        {
            throw state.Fault($"{items.Count} trees cannot be shared among {bases.Length} outputs");
        }

        TreeColumns[] trees = [.. items.Select((item, i) => new TreeColumns(state.Child(item, $"estimators_[{i}]").Child("tree_")))];
        double[] starts = Array.ConvertAll(bases, value => value * scale);
        var assembly = new TreeAssembly(state, TreeClasses.FeatureCount(state), Array.ConvertAll(trees, tree => tree.Count), starts, 1, TreeSum.Double);
        for (int i = 0; i < trees.Length; i++)
        {
            assembly.Add(trees[i], i % bases.Length, null, (tree, node, _, _) => rate * tree.Value(node, 0) * scale);
        }

        return assembly.Build("gradient_boosting", link);
    }

    // The log-odds of the classes' shares (half of them under the exponential loss); with several classes the logarithms, centred from 1.4 on.
    private static double[] Start(StateReader state, int classes, bool isExponential)
    {
        int outputs = classes > 2 ? classes : 1;
        if (IsZero(state))
        {
            return new double[outputs];
        }

        StateReader init = state.Child("init_");
        switch (init.Type.Name)
        {
            case "LogOddsEstimator" or "ScaledLogOddsEstimator":
                return [init.Double("prior")];
            case "PriorProbabilityEstimator":
                return Logarithms(init.Doubles("priors"), isCentred: false);
            case "DummyClassifier" when init.Text("strategy", "prior") == "prior":
                break;
            default:
                throw Foreign(init);
        }

        double[] priors = init.Doubles("class_prior_");
        if (priors.Length != classes)
        {
            throw state.Fault($"the start of the boosting has {priors.Length} shares for {classes} classes");
        }

        if (outputs > 1)
        {
            return Logarithms(priors, state.Version.CompareTo((1, 4)) >= 0);
        }

        double share = Math.Clamp(priors[1], FloatEpsilon, 1 - FloatEpsilon);
        double odds = Math.Log(share / (1 - share));
        return [isExponential ? 0.5 * odds : odds];
    }

    private static double[] Logarithms(double[] priors, bool isCentred)
    {
        double[] logs = Array.ConvertAll(priors, p => Math.Log(Math.Clamp(p, FloatEpsilon, 1 - FloatEpsilon)));
        double mean = isCentred ? logs.Average() : 0;
        return Array.ConvertAll(logs, log => log - mean);
    }

    private static bool IsZero(StateReader state) => state.Find("init_") is PyText { Value: "zero" } || state.Child("init_").Type.Name == "ZeroEstimator";

    private static ImportException Foreign(StateReader init) =>
        init.Fault($"boosting that starts from a model of its own ({init.Type.FullName}) cannot be imported", "Train it without the parameter init, or export it as ONNX");
}
