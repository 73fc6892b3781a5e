using Hamf.Models.Graph;
using Hamf.Models.Graph.Linear;
using Hamf.Models.Numerics;

namespace Hamf.Models.Formats.Sklearn;

/// <summary>Linear classifiers and discriminant analysis.</summary>
internal static class LinearClasses
{
    public static IEnumerable<KeyValuePair<string, ClassReader>> All =>
    [
        new("sklearn.linear_model._logistic.LogisticRegression", state => Logistic(state, "logistic_regression")),
        new("sklearn.linear_model._logistic.LogisticRegressionCV", state => Logistic(state, "logistic_regression")),
        new("sklearn.linear_model._stochastic_gradient.SGDClassifier", StochasticGradient),
        new("sklearn.linear_model._stochastic_gradient.SGDOneClassSVM", OneClass),
        new("sklearn.svm._classes.LinearSVC", state => Plain(state, "linear_svm")),
        new("sklearn.linear_model._perceptron.Perceptron", state => Plain(state, "perceptron")),
        new("sklearn.linear_model._passive_aggressive.PassiveAggressiveClassifier", state => Plain(state, "passive_aggressive")),
        new("sklearn.linear_model._ridge.RidgeClassifier", Ridge),
        new("sklearn.linear_model._ridge.RidgeClassifierCV", Ridge),
        new("sklearn.discriminant_analysis.LinearDiscriminantAnalysis", LinearDiscriminant),
        new("sklearn.discriminant_analysis.QuadraticDiscriminantAnalysis", QuadraticDiscriminant),
    ];

    /// <summary>Weights and intercepts; a single intercept stands for all.</summary>
    public static LinearSums Sums(StateReader state)
    {
        Matrix weights = SparseState.Dense(state, "coef_");
        double[] intercepts = state.Doubles("intercept_");
        if (intercepts.Length == 1 && weights.RowCount > 1)
        {
            intercepts = [.. Enumerable.Repeat(intercepts[0], weights.RowCount)];
        }

        return new LinearSums(weights, intercepts);
    }

    // Up to 0.21 'warn' meant 'ovr'; from 1.5 on 'deprecated', and later the absence of the setting, mean 'auto'.
    private static LinearClassifier Logistic(StateReader state, string algorithm)
    {
        string[] classes = ClassLabels.Of(state);
        bool isOneVsRest = state.Text("multi_class", "auto") switch
        {
            "ovr" or "warn" => true,
            "auto" or "deprecated" => classes.Length <= 2 || state.Text("solver", string.Empty) == "liblinear",
            "multinomial" => false,
            var other => throw state.Fault($"multi_class is '{other}', which is not known"),
        };
        return new LinearClassifier(algorithm, Sums(state), classes, isOneVsRest ? LinearLink.Logistic : LinearLink.Softmax);
    }

    private static LinearClassifier StochasticGradient(StateReader state)
    {
        LinearLink link = state.Text("loss", string.Empty) switch
        {
            "log" or "log_loss" => LinearLink.Logistic,
            "modified_huber" => LinearLink.ModifiedHuber,
            _ => LinearLink.None,
        };
        return new LinearClassifier("stochastic_gradient", Sums(state), ClassLabels.Of(state), link);
    }

    // Its decision is the sum less an offset; a row on the boundary counts as usual.
    private static LinearClassifier OneClass(StateReader state)
    {
        var sums = new LinearSums(state.Matrix("coef_"), [-state.Double("offset_")]);
        return new LinearClassifier("one_class_linear_svm", sums, NoveltyClasses.All, LinearLink.None, boundaryIsSecond: true);
    }

    private static LinearClassifier Plain(StateReader state, string algorithm) =>
        new(algorithm, Sums(state), ClassLabels.Of(state), LinearLink.None);

    private static LinearClassifier Ridge(StateReader state) =>
        new("ridge", Sums(state), ClassLabels.OfEncoder(state, "_label_binarizer"), LinearLink.None);

    // Up to 0.20 the probabilities of several classes were logistic ones divided by their sum (issue 6848 of scikit-learn).
    private static LinearClassifier LinearDiscriminant(StateReader state)
    {
        string[] classes = ClassLabels.Of(state);
        bool isLogistic = classes.Length == 2 || state.Version.CompareTo((0, 21)) < 0;
        return new LinearClassifier("linear_discriminant", Sums(state), classes, isLogistic ? LinearLink.Logistic : LinearLink.Softmax);
    }

    // The density of each class is that of a normal distribution in the axes of its own covariance; scalings_ are the variances along them.
    private static QuadraticClassifier QuadraticDiscriminant(StateReader state)
    {
        string[] classes = ClassLabels.Of(state);
        double[] priors = state.Doubles("priors_");
        Matrix[] rotations = ArrayLists.Matrices(state, "rotations_");
        double[][] variances = ArrayLists.Vectors(state, "scalings_");
        if (rotations.Length != classes.Length || variances.Length != classes.Length || priors.Length != classes.Length)
        {
            throw state.Fault($"there are {classes.Length} classes, but {rotations.Length} rotations, {variances.Length} scalings and {priors.Length} priors");
        }

        var axes = new Matrix[classes.Length];
        var offsets = new double[classes.Length];
        for (int k = 0; k < classes.Length; k++)
        {
            if (variances[k].Length != rotations[k].ColumnCount)
            {
                throw state.Fault($"scalings_[{k}] holds {variances[k].Length} variances for {rotations[k].ColumnCount} axes");
            }

            axes[k] = Scale(rotations[k], variances[k]);
            offsets[k] = (-0.5 * variances[k].Sum(Math.Log)) + Math.Log(priors[k]);
        }

        return new QuadraticClassifier(classes, state.Matrix("means_"), axes, offsets);
    }

    private static Matrix Scale(Matrix rotation, double[] variances)
    {
        double[] values = [.. rotation.Values];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] *= Math.Pow(variances[i % rotation.ColumnCount], -0.5);
        }

        return new Matrix(values, rotation.RowCount, rotation.ColumnCount);
    }
}
