using Hamf.Models.Formats.Pickle;
using Hamf.Models.Graph.Preprocessing;

namespace Hamf.Models.Formats.Sklearn.Preprocessing;

/// <summary>Selectors of columns. Most compute their choice anew from the scores, as scikit-learn does at each call.</summary>
internal static class SelectionClasses
{
    public static IEnumerable<KeyValuePair<string, ClassReader>> All =>
    [
        new("sklearn.feature_selection._univariate_selection.SelectKBest", state => Select(state, ByMode(state, "k_best", "k"))),
        new("sklearn.feature_selection._univariate_selection.SelectPercentile", state => Select(state, ByMode(state, "percentile", "percentile"))),
        new("sklearn.feature_selection._univariate_selection.SelectFpr", state => Select(state, ByMode(state, "fpr", "alpha"))),
        new("sklearn.feature_selection._univariate_selection.SelectFdr", state => Select(state, ByMode(state, "fdr", "alpha"))),
        new("sklearn.feature_selection._univariate_selection.SelectFwe", state => Select(state, ByMode(state, "fwe", "alpha"))),
        new("sklearn.feature_selection._univariate_selection.GenericUnivariateSelect", state => Select(state, ByMode(state, state.Text("mode"), "param"))),
        new("sklearn.feature_selection._variance_threshold.VarianceThreshold", VarianceThreshold),
        new("sklearn.feature_selection._from_model.SelectFromModel", state => Select(state, ImportanceChoice.Read(state))),
        new("sklearn.feature_selection._rfe.RFE", Supported),
        new("sklearn.feature_selection._rfe.RFECV", Supported),
        new("sklearn.feature_selection._sequential.SequentialFeatureSelector", Supported),
    ];

    private static ColumnSelection Select(StateReader state, bool[] mask, bool takesAll = false)
    {
        int[] columns = [.. Enumerable.Range(0, mask.Length).Where(i => mask[i])];
        return columns.Length > 0 ? new ColumnSelection(mask.Length, columns, takesAll) : throw state.Fault("it selects no column at all");
    }

    private static ColumnSelection Supported(StateReader state) => Select(state, Array.ConvertAll(state.Doubles("support_"), value => value != 0));

    // The only selector that checks nothing.
    private static ColumnSelection VarianceThreshold(StateReader state)
    {
        double threshold = state.Double("threshold", 0);
        return Select(state, Array.ConvertAll(state.Doubles("variances_"), variance => variance > threshold), takesAll: true);
    }

    private static bool[] ByMode(StateReader state, string mode, string parameter) => mode switch
    {
        "k_best" => UnivariateChoice.Best(
            state.Doubles("scores_"), state.Get(parameter) is PyText { Value: "all" } ? int.MaxValue : state.Int(parameter)),
        "percentile" => UnivariateChoice.Percentile(state.Doubles("scores_"), state.Double(parameter)),
        "fpr" => Array.ConvertAll(state.Doubles("pvalues_"), value => value < state.Double(parameter)),
        "fdr" => UnivariateChoice.FalseDiscoveries(state.Doubles("pvalues_"), state.Double(parameter)),
        "fwe" => Array.ConvertAll(state.Doubles("pvalues_"), value => value < state.Double(parameter) / state.Doubles("pvalues_").Length),
        _ => throw state.Fault($"mode '{mode}' is not known"),
    };
}
