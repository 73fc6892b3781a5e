using Hamf.Models.Graph;

namespace Hamf.Pipeline.Scoring;

/// <summary>What a model gives.</summary>
internal static class ModelOutputs
{
    /// <summary>Whether it gives a score in [0, 1].</summary>
    public static bool IsScore(Model model) => model is { OutputCount: 1, Output: OutputKind.Probability or OutputKind.Anomaly };

    /// <summary>In words, for example <c>a probability for each of 3 classes</c>.</summary>
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
