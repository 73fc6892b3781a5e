using Hamf.Models.Formats.Pickle;

namespace Hamf.Models.Formats.Sklearn;

/// <summary>Modules that were renamed, to their names of today.</summary>
internal static class ModuleNames
{
    private static readonly Dictionary<string, string> Renamed = new(StringComparer.Ordinal)
    {
        ["sklearn.tree.tree"] = "sklearn.tree._classes",
        ["sklearn.ensemble.forest"] = "sklearn.ensemble._forest",
        ["sklearn.ensemble.gradient_boosting"] = "sklearn.ensemble._gb",
        ["sklearn.ensemble.iforest"] = "sklearn.ensemble._iforest",
        ["sklearn.ensemble.voting_classifier"] = "sklearn.ensemble._voting",
        ["sklearn.ensemble.voting"] = "sklearn.ensemble._voting",
        ["sklearn.ensemble.weight_boosting"] = "sklearn.ensemble._weight_boosting",
        ["sklearn.ensemble.bagging"] = "sklearn.ensemble._bagging",
        ["sklearn.linear_model.logistic"] = "sklearn.linear_model._logistic",
        ["sklearn.linear_model.stochastic_gradient"] = "sklearn.linear_model._stochastic_gradient",
        ["sklearn.linear_model.base"] = "sklearn.linear_model._base",
        ["sklearn.linear_model.bayes"] = "sklearn.linear_model._bayes",
        ["sklearn.linear_model.coordinate_descent"] = "sklearn.linear_model._coordinate_descent",
        ["sklearn.linear_model.huber"] = "sklearn.linear_model._huber",
        ["sklearn.linear_model.least_angle"] = "sklearn.linear_model._least_angle",
        ["sklearn.linear_model.omp"] = "sklearn.linear_model._omp",
        ["sklearn.linear_model.passive_aggressive"] = "sklearn.linear_model._passive_aggressive",
        ["sklearn.linear_model.perceptron"] = "sklearn.linear_model._perceptron",
        ["sklearn.linear_model.ransac"] = "sklearn.linear_model._ransac",
        ["sklearn.linear_model.theil_sen"] = "sklearn.linear_model._theil_sen",
        ["sklearn.linear_model.ridge"] = "sklearn.linear_model._ridge",
        ["sklearn.preprocessing.data"] = "sklearn.preprocessing._data",
        ["sklearn.preprocessing.label"] = "sklearn.preprocessing._label",
        ["sklearn.impute"] = "sklearn.impute._base",
        ["sklearn.decomposition.pca"] = "sklearn.decomposition._pca",
        ["sklearn.decomposition.incremental_pca"] = "sklearn.decomposition._incremental_pca",
        ["sklearn.decomposition.truncated_svd"] = "sklearn.decomposition._truncated_svd",
        ["sklearn.decomposition.fastica_"] = "sklearn.decomposition._fastica",
        ["sklearn.feature_selection.univariate_selection"] = "sklearn.feature_selection._univariate_selection",
        ["sklearn.feature_selection.from_model"] = "sklearn.feature_selection._from_model",
        ["sklearn.feature_selection.variance_threshold"] = "sklearn.feature_selection._variance_threshold",
        ["sklearn.feature_selection.rfe"] = "sklearn.feature_selection._rfe",
        ["sklearn.svm.classes"] = "sklearn.svm._classes",
        ["sklearn.neighbors.classification"] = "sklearn.neighbors._classification",
        ["sklearn.neighbors.regression"] = "sklearn.neighbors._regression",
        ["sklearn.neural_network.multilayer_perceptron"] = "sklearn.neural_network._multilayer_perceptron",
    };

    /// <summary>The full name of a class as the newest version writes it.</summary>
    public static string Today(PyName type) => $"{Renamed.GetValueOrDefault(type.Module, type.Module)}.{type.Name}";
}
