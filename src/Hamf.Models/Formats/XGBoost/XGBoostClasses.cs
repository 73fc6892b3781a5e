using Hamf.Models.Formats.Pickle;
using Hamf.Models.Formats.Sklearn;
using Hamf.Models.Graph;

namespace Hamf.Models.Formats.XGBoost;

/// <summary>XGBoost's wrappers in a pickle; the model inside is the same as in a file of its own.</summary>
internal static class XGBoostClasses
{
    public static IEnumerable<KeyValuePair<string, ClassReader>> All =>
    [
        new("xgboost.sklearn.XGBClassifier", Classifier),
        new("xgboost.sklearn.XGBRFClassifier", Classifier),
        new("xgboost.sklearn.XGBRegressor", Regressor),
        new("xgboost.sklearn.XGBRFRegressor", Regressor),
        new("xgboost.sklearn.XGBModel", Regressor),
        new("xgboost.sklearn.XGBRanker", Ranker),
        new("xgboost.core.Booster", state => XGBoostEstimators.Build(Model(state), new XGBoostUse())),
    ];

    /// <summary>The names of the columns of a wrapper or a booster, or null where it has none.</summary>
    public static string[]? FeatureNames(StateReader state)
    {
        StateReader booster = state.Has("_Booster") ? state.Child("_Booster") : state;
        if (booster.Has("feature_names"))
        {
            return booster.Labels("feature_names");
        }

        string[] names = Model(booster).FeatureNames;
        return names.Length > 0 ? names : null;
    }

    private static Estimator Classifier(StateReader state)
    {
        string[]? classes = state.Has("classes_") ? state.Labels("classes_")
            : state.Has("_le") && state.Child("_le").Has("classes_") ? state.Child("_le").Labels("classes_")
            : null;
        return Build(state, Use(state) with { Classes = classes, IsClassifier = true });
    }

    private static Estimator Regressor(StateReader state) => Build(state, Use(state));

    private static Estimator Ranker(StateReader state) =>
        throw state.Fault("a ranker orders the rows of a query among themselves, which a score of single rows cannot", "Import its booster alone for the raw score");

    private static XGBoostUse Use(StateReader state) => new()
    {
        StopsAtBest = true,
        BestRound = state.Has("best_iteration") ? state.Int("best_iteration") : null,
        Missing = state.Double("missing", double.NaN),
        ParallelTrees = state.Int("num_parallel_tree", 1),
    };

    private static Estimator Build(StateReader state, XGBoostUse use) => state.Has("_Booster")
        ? XGBoostEstimators.Build(Model(state.Child("_Booster")), use)
        : throw state.Fault($"this {state.Type.Name} was saved before training: it has no booster", "Save it again after fit");

    private static XGBoostModel Model(StateReader booster) => booster.Get("handle") is PyBytes bytes
        ? XGBoostFile.ReadModel(bytes.Value.Span)
        : throw booster.Fault($"handle should be bytes, found {booster.Get("handle").Describe()}");
}
