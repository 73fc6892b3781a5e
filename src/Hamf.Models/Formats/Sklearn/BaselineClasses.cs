using Hamf.Models.Formats.Pickle;
using Hamf.Models.Graph.Baseline;

namespace Hamf.Models.Formats.Sklearn;

/// <summary>Models that look at no column.</summary>
internal static class BaselineClasses
{
    public static IEnumerable<KeyValuePair<string, ClassReader>> All =>
    [
        new("sklearn.dummy.DummyClassifier", Classifier),
        new("sklearn.dummy.DummyRegressor", Regressor),
        new("sklearn.multiclass._ConstantPredictor", ConstantPredictor),
    ];

    private static ConstantClassifier Classifier(StateReader state)
    {
        string[] classes = ClassLabels.Of(state);
        double[] priors = state.Doubles("class_prior_");
        int likeliest = Array.IndexOf(priors, priors.DefaultIfEmpty().Max());
        return state.Text(state.AnyOf("_strategy", "strategy")) switch
        {
            "prior" => new ConstantClassifier(classes, priors, likeliest),
            "most_frequent" => new ConstantClassifier(classes, Only(likeliest, classes.Length), likeliest),
            "constant" => Constant(state, classes),
            var other => throw state.Fault(
                $"the strategy '{other}' draws its answers at random", "Train with strategy 'prior', 'most_frequent' or 'constant'"),
        };
    }

    private static ConstantClassifier Constant(StateReader state, string[] classes)
    {
        PyValue value = state.Get("constant");
        string label = value is PyArray or PyList or PyTuple
            ? state.Labels("constant").FirstOrDefault(string.Empty)
            : PyLabels.Print(value, state.Path);
        int position = Array.IndexOf(classes, label);
        return new ConstantClassifier(classes, Only(position, classes.Length), position);
    }

    private static ConstantRegressor Regressor(StateReader state)
    {
        double[] constants = state.Doubles("constant_");
        return constants.Length == 1 ? new ConstantRegressor(constants[0]) : throw ClassLabels.SeveralTargets(state);
    }

    // Stands in one-vs-rest where a class had all of the training rows or none.
    private static ConstantClassifier ConstantPredictor(StateReader state)
    {
        double[] only = state.Doubles("y_");
        return only is [0 or 1]
            ? new ConstantClassifier(["0", "1"], [1 - only[0], only[0]], (int)only[0])
            : throw state.Fault("the constant is neither 0 nor 1");
    }

    private static double[] Only(int position, int classes)
    {
        var probabilities = new double[classes];
        if (position >= 0 && position < classes)
        {
            probabilities[position] = 1;
        }

        return probabilities;
    }
}
