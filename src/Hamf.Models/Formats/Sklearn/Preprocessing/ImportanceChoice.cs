using System.Globalization;
using Hamf.Models.Formats.Pickle;
using Hamf.Models.Numerics;

namespace Hamf.Models.Formats.Sklearn.Preprocessing;

/// <summary>Which columns SelectFromModel takes: those whose importance in an inner model reaches a threshold.</summary>
internal static class ImportanceChoice
{
    // What scikit-learn takes for models with an L1 penalty.
    private const double ThresholdOfSparse = 1e-5;

    public static bool[] Read(StateReader state)
    {
        StateReader model = state.Child(state.AnyOf("estimator_", "estimator"));
        double[] scores = Importances(state, model);
        double threshold = Threshold(state, model, scores);
        int most = state.Find("max_features") is PyInteger { Value: var limit } && limit < scores.Length ? (int)limit : scores.Length;
        bool[] mask = new bool[scores.Length];
        foreach (int column in Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).Take(most))
        {
            mask[column] = !(scores[column] < threshold);
        }

        return mask;
    }

    private static double[] Importances(StateReader state, StateReader model)
    {
        if (model.Has("feature_importances_"))
        {
            return model.Doubles("feature_importances_");
        }

        if (!model.Has("coef_"))
        {
            throw state.Fault(
                $"it selects by the importances of {model.Type.Name}, which are not in the file", "Select the columns once, and train on those");
        }

        Matrix weights = model.Matrix("coef_");
        double order = weights.RowCount == 1 ? 1 : state.Double("norm_order", 1);
        var scores = new double[weights.ColumnCount];
        for (int column = 0; column < scores.Length; column++)
        {
            scores[column] = Norm([.. Enumerable.Range(0, weights.RowCount).Select(row => Math.Abs(weights[row][column]))], order);
        }

        return scores;
    }

    private static double Norm(double[] values, double order) =>
        double.IsPositiveInfinity(order) ? values.Max()
        : order == 1 ? values.Sum()
        : Math.Pow(values.Sum(value => Math.Pow(value, order)), 1 / order);

    // A number, 'mean', 'median', or '1.25*mean'.
    private static double Threshold(StateReader state, StateReader model, double[] scores)
    {
        if (state.Find("threshold") is not { } threshold)
        {
            bool isSparse = model.Source["penalty"] is PyText { Value: "l1" } || model.Type.Name.Contains("Lasso", StringComparison.Ordinal);
            return isSparse ? ThresholdOfSparse : scores.Average();
        }

        if (threshold is not PyText { Value: var text })
        {
            return state.Double("threshold");
        }

        string[] factors = text.Split('*');
        double scale = 1;
        if (factors.Length > 2 || (factors.Length == 2 && !double.TryParse(factors[0], NumberStyles.Float, CultureInfo.InvariantCulture, out scale)))
        {
            throw state.Fault($"threshold '{text}' is not understood");
        }

        return scale * factors[^1].Trim() switch
        {
            "mean" => scores.Average(),
            "median" => Median(scores),
            _ => throw state.Fault($"threshold '{text}' is not understood"),
        };
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        int half = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
