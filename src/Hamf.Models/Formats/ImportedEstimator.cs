using Hamf.Models.Graph;

namespace Hamf.Models.Formats;

/// <summary>The model in a file that holds nothing else, as the boosting libraries save one.</summary>
/// <param name="Estimator">What predicts, with class labels; <c>0</c>, <c>1</c>, ... where the file has none.</param>
/// <param name="FeatureNames">Name of each column, as many as the estimator reads; null where the file has none.</param>
/// <param name="Library">The library's name, for example <c>XGBoost</c>.</param>
/// <param name="LibraryVersion">Its version, or null where the file does not tell.</param>
/// <param name="Notes">What the user should know of the import: a sentence each.</param>
internal sealed record ImportedEstimator(
    Estimator Estimator,
    IReadOnlyList<string>? FeatureNames,
    string Library,
    string? LibraryVersion,
    IReadOnlyList<string> Notes);
