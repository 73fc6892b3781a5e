using Hamf.Models.Trees;

namespace Hamf.Models.Formats.XGBoost;

/// <summary>How an objective turns sums into predictions, and its base score into a sum.</summary>
/// <param name="Link">What is applied to the sums.</param>
/// <param name="Start">The sum that a base score stands for.</param>
internal sealed record XGBoostObjective(TreeLink Link, Func<float, float> Start)
{
    /// <summary>The objective of that name.</summary>
    /// <exception cref="ImportException">It is not known.</exception>
    public static XGBoostObjective Of(string name) => name switch
    {
        "binary:logistic" or "reg:logistic" => new(TreeLink.Logistic, p => -MathF.Log((1 / p) - 1)),
        "multi:softprob" or "multi:softmax" => new(TreeLink.Softmax, Same),
        "binary:hinge" => new(TreeLink.Step, Same),
        "count:poisson" or "reg:gamma" or "reg:tweedie" or "survival:cox" or "survival:aft" => new(TreeLink.Exponential, MathF.Log),
        "binary:logitraw" or "reg:squarederror" or "reg:linear" or "reg:squaredlogerror" or "reg:pseudohubererror" or "reg:absoluteerror"
            or "reg:quantileerror" or "rank:pairwise" or "rank:ndcg" or "rank:map" => new(TreeLink.Identity, Same),
        _ => throw new ImportException("learner.objective", $"the objective '{name}' of XGBoost is not known", "Export the model as ONNX"),
    };

    private static float Same(float value) => value;
}
