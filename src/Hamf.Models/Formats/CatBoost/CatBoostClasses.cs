using Hamf.Models.Formats.Pickle;
using Hamf.Models.Formats.Sklearn;
using Hamf.Models.Graph;

namespace Hamf.Models.Formats.CatBoost;

/// <summary>CatBoost's wrappers in a pickle, which hold a file of its own layout.</summary>
internal static class CatBoostClasses
{
    public static IEnumerable<KeyValuePair<string, ClassReader>> All =>
    [
        new("catboost.core.CatBoostClassifier", Read),
        new("catboost.core.CatBoostRegressor", Read),
        new("catboost.core.CatBoost", Read),
    ];

    /// <summary>The names of the columns of a wrapper, or null where it has none.</summary>
    public static IReadOnlyList<string>? FeatureNames(StateReader state) => CatBoostFile.Read(Content(state)).FeatureNames;

    private static Estimator Read(StateReader state) => CatBoostFile.Read(Content(state)).Estimator;

    private static ReadOnlyMemory<byte> Content(StateReader state) => state.Find("__model") switch
    {
        PyBytes bytes => bytes.Value,
        null => throw state.Fault($"this {state.Type.Name} was saved before training: it has no model", "Save it again after fit"),
        var other => throw state.Fault($"__model should be bytes, found {other.Describe()}"),
    };
}
