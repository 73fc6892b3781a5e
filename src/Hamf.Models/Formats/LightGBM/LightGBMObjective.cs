using System.Globalization;
using Hamf.Models.Trees;

namespace Hamf.Models.Formats.LightGBM;

/// <summary>How an objective turns sums into predictions.</summary>
/// <param name="Link">What is applied to the sums.</param>
/// <param name="Scale">What the sums are multiplied by before: the parameter sigmoid.</param>
internal sealed record LightGBMObjective(TreeLink Link, double Scale)
{
    /// <summary>The objective in the head of a model, for example <c>binary sigmoid:1</c>; empty for one of the user's own.</summary>
    /// <exception cref="ImportException">It is not known.</exception>
    public static LightGBMObjective Parse(string text)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        double sigmoid = words.FirstOrDefault(word => word.StartsWith("sigmoid:", StringComparison.Ordinal)) is { } word
            && double.TryParse(word["sigmoid:".Length..], NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed) ? parsed : 1;
        if (!(sigmoid > 0 && double.IsFinite(sigmoid)) || words.Contains("sqrt"))
        {
            throw new ImportException("objective", $"the objective '{text}' of LightGBM cannot be imported", "Export the model as ONNX");
        }

        return words.FirstOrDefault(string.Empty) switch
        {
            "binary" => new(TreeLink.Logistic, sigmoid),
            "multiclass" or "softmax" => new(TreeLink.Softmax, 1),
            "multiclassova" or "multiclass_ova" or "ova" or "ovr" => new(TreeLink.OneVersusRest, sigmoid),
            "cross_entropy" or "xentropy" => new(TreeLink.Logistic, 1),
            "poisson" or "gamma" or "tweedie" => new(TreeLink.Exponential, 1),
            "regression" or "regression_l2" or "regression_l1" or "l2" or "l1" or "huber" or "fair" or "quantile" or "mape" or "mean_absolute_percentage_error"
                or "lambdarank" or "rank_xendcg" or "custom" or "none" or "" => new(TreeLink.Identity, 1),
            _ => throw new ImportException("objective", $"the objective '{words[0]}' of LightGBM is not known", "Export the model as ONNX"),
        };
    }
}
