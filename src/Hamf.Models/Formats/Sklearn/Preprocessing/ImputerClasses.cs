using Hamf.Models.Formats.Pickle;
using Hamf.Models.Graph;
using Hamf.Models.Graph.Preprocessing;
using Hamf.Models.Numerics;

namespace Hamf.Models.Formats.Sklearn.Preprocessing;

/// <summary>Imputers.</summary>
internal static class ImputerClasses
{
    public static IEnumerable<KeyValuePair<string, ClassReader>> All =>
    [
        new("sklearn.impute._base.SimpleImputer", SimpleImputer),
        new("sklearn.preprocessing.imputation.Imputer", SimpleImputer),
        new("sklearn.impute._base.MissingIndicator", MissingIndicator),
        new("sklearn.impute._knn.KNNImputer", NearestNeighbours),
        new("sklearn.impute._iterative.IterativeImputer", Iterative),
    ];

    private static FillMissing SimpleImputer(StateReader state)
    {
        if (state.Int("axis", 0) != 0)
        {
            throw state.Fault("an Imputer with axis=1 learns nothing and cannot be imported");
        }

        PyValue[] statistics = state.Get("statistics_") switch
        {
            PyArray { Objects: { } objects } => objects,
            _ => [.. state.Doubles("statistics_").Select(number => new PyFloat(number))],
        };
        bool keepsAll = state.Text("strategy", "mean") == "constant" || state.Flag("keep_empty_features", false);
        bool hasTexts = Array.Exists(statistics, item => item is PyText);
        double[] numbers = Array.ConvertAll(statistics, item => NumberOf(state, item));
        int[] kept = [.. Enumerable.Range(0, statistics.Length).Where(i => keepsAll || statistics[i] is PyText || !double.IsNaN(numbers[i]))];
        string[] texts = hasTexts ? Array.ConvertAll(statistics, item => item is PyText text ? text.Value : string.Empty) : [];
        return new FillMissing(MissingOf(state), numbers, texts, kept, Flagged(state));
    }

    private static double NumberOf(StateReader state, PyValue item) => item switch
    {
        PyText or PyNone => double.NaN,
        PyFloat number => number.Value,
        PyInteger number when number.Value.GetBitLength() <= 1023 => (double)number.Value,
        PyBoolean flag => flag.Value ? 1 : 0,
        _ => throw state.Fault($"statistics_ holds {item.Describe()}; a number or a text was expected"),
    };

    private static int[] Flagged(StateReader state) => state.Flag("add_indicator", false) ? state.Child("indicator_").Ints("features_") : [];

    // pandas.NA is a name; the old Imputer wrote NaN as a text.
    private static MissingTest MissingOf(StateReader state) => state.Find("missing_values") switch
    {
        null or PyName or PyObject or PyText { Value: "NaN" } => MissingTest.Usual,
        PyText text => new MissingTest(double.NaN, text.Value),
        _ => new MissingTest(state.Double("missing_values"), null),
    };

    private static MissingFlags MissingIndicator(StateReader state)
    {
        bool isAll = state.Text("features", "missing-only") == "all";
        int width = state.Has("_n_features") ? state.Int("_n_features") : state.Width();
        bool isSparse = state.Find("sparse") is PyBoolean { Value: true };
        return new MissingFlags(MissingOf(state), width, state.Ints("features_"), !isAll && state.Flag("error_on_new", true), isSparse);
    }

    private static NeighbourFill NearestNeighbours(StateReader state)
    {
        (string metric, string weights) = (state.Text("metric", "nan_euclidean"), state.Text("weights", "uniform"));
        if (metric != "nan_euclidean" || weights is not ("uniform" or "distance"))
        {
            throw state.Fault($"a KNNImputer with metric '{metric}' and weights '{weights}' cannot be imported");
        }

        MissingTest missing = MissingOf(state);
        Matrix fitted = state.Matrix("_fit_X");
        var rows = new Matrix(Array.ConvertAll(fitted.Values, value => missing.IsMissing(value) ? double.NaN : value), fitted.RowCount, fitted.ColumnCount);
        bool keepsAll = state.Flag("keep_empty_features", false);
        int[] kept = [.. Enumerable.Range(0, rows.ColumnCount).Where(column => keepsAll || HasValue(rows, column))];
        return new NeighbourFill(rows, missing, state.Int("n_neighbors"), weights == "distance", kept, Flagged(state));
    }

    private static bool HasValue(Matrix rows, int column) => Enumerable.Range(0, rows.RowCount).Any(row => !double.IsNaN(rows[row][column]));

    private static GraphPart Iterative(StateReader state) => throw state.Fault(
        "an IterativeImputer is a chain of models and random draws, which cannot be imported", "Use SimpleImputer or KNNImputer and train again");
}
