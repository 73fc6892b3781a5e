using Hamf.Models.Graph;

namespace Hamf.Pipeline.Scoring;

/// <summary>What a model gives, in words.</summary>
internal static class ModelOutputs
{
    /// <summary>For example <c>a probability for each of 3 classes</c>.</summary>
    public static string Describe(Model model) => (model.Output, model.OutputCount) switch
    {
        (OutputKind.Probability, _) => "the probability of the positive class",
        (OutputKind.ClassProbabilities, var classes) => $"a probability for each of {classes} classes, none of them declared positive",
        (OutputKind.Anomaly, _) => "how unusual a row is",
        (OutputKind.Decision, 1) => "the distance from a boundary",
        (OutputKind.Decision, var classes) => $"a decision value for each of {classes} classes",
        _ => "a number",
    };
}
