using Hamf.Models.Formats.Pickle;
using Hamf.Models.Graph.Neighbors;

namespace Hamf.Models.Formats.Sklearn;

/// <summary>Nearest neighbours.</summary>
internal static class NeighborClasses
{
    public static IEnumerable<KeyValuePair<string, ClassReader>> All =>
    [
        new("sklearn.neighbors._classification.KNeighborsClassifier", Classifier),
        new("sklearn.neighbors._regression.KNeighborsRegressor", Regressor),
    ];

    private static NeighborClassifier Classifier(StateReader state)
    {
        string[] classes = ClassLabels.Of(state);
        return new NeighborClassifier(Rows(state), state.Ints("_y"), IsByDistance(state), classes);
    }

    private static NeighborRegressor Regressor(StateReader state)
    {
        if (state.Get("_y") is PyArray { Shape: [_, > 1] })
        {
            throw ClassLabels.SeveralTargets(state);
        }

        return new NeighborRegressor(Rows(state), state.Doubles("_y"), IsByDistance(state));
    }

    private static NeighborRows Rows(StateReader state)
    {
        (RowDistance distance, double power) = Distance(state);
        NeighborTree? tree = state.Text("_fit_method", "brute") == "brute" ? null : SearchTree.Read(state.Child("_tree"));
        return new NeighborRows(SparseState.Dense(state, "_fit_X"), state.Int("n_neighbors"), distance, power, tree);
    }

    private static (RowDistance Distance, double Power) Distance(StateReader state)
    {
        var settings = state.Find("effective_metric_params_") as PyDictionary;
        if (settings?["w"] is { } weights and not PyNone)
        {
            throw state.Fault($"the distance weighs columns ({weights.Describe()}), which is not supported");
        }

        double power = settings?["p"] switch
        {
            PyInteger whole => (double)whole.Value,
            PyFloat number => number.Value,
            _ => state.Double("p", 2),
        };
        string name = state.Find(state.AnyOf("effective_metric_", "metric")) is PyText text
            ? text.Value
            : throw state.Fault("the distance is a function of its own, which is not run", "Train with a distance that has a name");
        return (Named(state, name, power), power);
    }

    private static RowDistance Named(StateReader state, string name, double power) => (name, power) switch
    {
        ("euclidean" or "l2", _) or ("minkowski", 2) => state.Text("_fit_method", "brute") == "brute" ? RowDistance.EuclideanByNorms : RowDistance.Euclidean,
        ("manhattan" or "cityblock" or "l1", _) or ("minkowski", 1) => RowDistance.Manhattan,
        ("chebyshev" or "infinity", _) or ("minkowski", double.PositiveInfinity) => RowDistance.Chebyshev,
        ("minkowski" or "p", _) => RowDistance.Minkowski,
        ("cosine", _) => RowDistance.Cosine,
        _ => throw state.Fault($"the distance '{name}' is not supported", "Train with euclidean, manhattan, chebyshev, minkowski or cosine"),
    };

    private static bool IsByDistance(StateReader state) => state.Find("weights") switch
    {
        null or PyText { Value: "uniform" } => false,
        PyText { Value: "distance" } => true,
        var other => throw state.Fault($"neighbours are weighed by {other.Describe()}, which is not run", "Train with weights 'uniform' or 'distance'"),
    };
}
