using Hamf.Models.Formats.CatBoost;
using Hamf.Models.Formats.LightGBM;
using Hamf.Models.Formats.Sklearn;
using Hamf.Models.Formats.XGBoost;

namespace Hamf.Models.Formats.Boosting;

/// <summary>Reads a model as a boosting library saves it itself, whichever of the three it is.</summary>
internal static class BoosterFile
{
    /// <summary>Whether a file begins like one of these.</summary>
    public static bool LooksLike(ReadOnlySpan<byte> content) =>
        LightGBMFile.LooksLike(content) || CatBoostFile.LooksLike(content) || XGBoostFile.LooksLike(content);

    /// <summary>The model in a file that <see cref="LooksLike"/> one.</summary>
    /// <exception cref="ImportException">It is damaged, or not supported.</exception>
    public static ImportedEstimator Read(ReadOnlyMemory<byte> content) =>
        LightGBMFile.LooksLike(content.Span) ? LightGBMFile.Read(content)
        : CatBoostFile.LooksLike(content.Span) ? CatBoostFile.Read(content)
        : XGBoostFile.Read(content);

    /// <summary>The names of the columns that a pickled wrapper or booster of one of the libraries has inside; null for others and without names.</summary>
    public static IReadOnlyList<string>? FeatureNames(StateReader state) => state.Type.Module.Split('.')[0] switch
    {
        "xgboost" => XGBoostClasses.FeatureNames(state),
        "lightgbm" => LightGBMClasses.FeatureNames(state),
        "catboost" => CatBoostClasses.FeatureNames(state),
        _ => null,
    };
}
