using Hamf.Models.Formats.Sklearn;
using Hamf.Models.Graph;

namespace Hamf.Models.Formats.LightGBM;

/// <summary>LightGBM's wrappers in a pickle; the booster inside holds the model text.</summary>
internal static class LightGBMClasses
{
    public static IEnumerable<KeyValuePair<string, ClassReader>> All =>
    [
        new("lightgbm.sklearn.LGBMClassifier", Classifier),
        new("lightgbm.sklearn.LGBMRegressor", state => Read(state, null).Estimator),
        new("lightgbm.sklearn.LGBMModel", state => Read(state, null).Estimator),
        new("lightgbm.sklearn.LGBMRanker", Ranker),
        new("lightgbm.basic.Booster", state => Read(state, null).Estimator),
    ];

    /// <summary>The names of the columns of a wrapper or a booster, or null where it has none.</summary>
    public static IReadOnlyList<string>? FeatureNames(StateReader state) => Read(state, null).FeatureNames;

    private static Estimator Classifier(StateReader state)
    {
        string[]? classes = state.Has("_classes") ? state.Labels("_classes")
            : state.Has("_le") && state.Child("_le").Has("classes_") ? state.Child("_le").Labels("classes_")
            : null;
        Estimator estimator = Read(state, classes).Estimator;
        return estimator.HasProbabilities
            ? estimator
            : throw state.Fault("a classifier with an objective of its own gives no probabilities", "Import its booster alone for the raw score");
    }

    private static Estimator Ranker(StateReader state) =>
        throw state.Fault("a ranker orders the rows of a query among themselves, which a score of single rows cannot", "Import its booster alone for the raw score");

    // Up to 3.x the text is in handle, later in _handle. The booster's own best round goes before the wrapper's; 0 and -1 mean none.
    private static ImportedEstimator Read(StateReader state, string[]? classes)
    {
        bool isBooster = state.Type.Name == "Booster";
        if (!isBooster && !state.Has("_Booster"))
        {
            throw state.Fault($"this {state.Type.Name} was saved before training: it has no booster", "Save it again after fit");
        }

        StateReader booster = isBooster ? state : state.Child("_Booster");
        string text = booster.Text(booster.AnyOf("_handle", "handle", "model_str"));
        int best = booster.Int("best_iteration", 0);
        return LightGBMFile.Read(text, classes, best > 0 ? best : state.Int("_best_iteration", 0));
    }
}
