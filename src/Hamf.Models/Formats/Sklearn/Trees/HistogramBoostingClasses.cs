using Hamf.Models.Graph;
using Hamf.Models.Trees;

namespace Hamf.Models.Formats.Sklearn.Trees;

/// <summary>Gradient boosting of scikit-learn on histograms.</summary>
internal static class HistogramBoostingClasses
{
    private const string Package = "sklearn.ensemble._hist_gradient_boosting.gradient_boosting.";

    public static IEnumerable<KeyValuePair<string, ClassReader>> All =>
    [
        new(Package + "HistGradientBoostingClassifier", Classifier),
        new(Package + "HistGradientBoostingRegressor", Regressor),
    ];

    private static Estimator Classifier(StateReader state)
    {
        string[] classes = state.Labels("classes_");
        int outputs = classes.Length > 2 ? classes.Length : 1;
        double[] bases = state.Doubles("_baseline_prediction");
        if (classes.Length < 2 || bases.Length != outputs)
        {
            throw state.Fault($"{classes.Length} classes do not fit {bases.Length} outputs");
        }

        TreeModel model = HistogramTrees.Join(state, bases, outputs > 1 ? TreeLink.Softmax : TreeLink.Logistic);
        return Behind(state, new TreeEstimator(model, classes) { HasDecision = true });
    }

    private static Estimator Regressor(StateReader state)
    {
        string loss = state.Text("loss", "squared_error");
        if (loss is not ("squared_error" or "least_squares" or "absolute_error" or "least_absolute_deviation" or "quantile"))
        {
            throw state.Fault($"histogram boosting with the loss '{loss}' cannot be imported");
        }

        double[] bases = state.Doubles("_baseline_prediction");
        return bases.Length == 1
            ? Behind(state, new TreeEstimator(HistogramTrees.Join(state, bases, TreeLink.Identity), []))
            : throw state.Fault($"one output was expected, found {bases.Length}");
    }

    // Newer versions keep an encoder of the categories in front of the trees.
    private static Estimator Behind(StateReader state, TreeEstimator trees) => state.Has("_preprocessor")
        ? new PipelineEstimator(state.Child("_preprocessor").AsOperator(), trees)
        : trees;
}
