using System.Globalization;
using Hamf.Models.Metrics;
using Hamf.Pipeline.Detectors;

namespace Hamf.Pipeline.Training;

/// <summary>Turns a decision policy into a threshold.</summary>
public static class DecisionPolicies
{
    /// <summary>The threshold that the policy chooses on these rows.</summary>
    /// <param name="spec">The policy.</param>
    /// <param name="scores">Scores of validation rows, [rows].</param>
    /// <param name="labels">Their labels, 1 or 0; both must occur for <see cref="DecisionPolicy.BestF1"/> and <see cref="DecisionPolicy.Cost"/>.</param>
    public static double ChooseThreshold(DecisionSpec spec, ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels) => spec.Policy switch
    {
        DecisionPolicy.BestF1 => ThresholdSweep.BestF1(scores, labels),
        DecisionPolicy.AlertBudget => ThresholdSweep.AlertBudget(scores, spec.AlertsPer1000),
        DecisionPolicy.Cost => ThresholdSweep.LowestCost(scores, labels, spec.MissCost, spec.FalseAlarmCost),
        _ => spec.Threshold,
    };

    /// <summary>The policy in a few words, for people.</summary>
    public static string Describe(DecisionSpec spec) => spec.Policy switch
    {
        DecisionPolicy.BestF1 => "highest F1 on validation",
        DecisionPolicy.AlertBudget =>
            string.Create(CultureInfo.InvariantCulture, $"at most {spec.AlertsPer1000:0.###} alerts per 1,000 events on validation"),
        DecisionPolicy.Cost => string.Create(
            CultureInfo.InvariantCulture,
            $"lowest cost on validation (a missed positive costs {spec.MissCost:0.###}, a false alarm {spec.FalseAlarmCost:0.###})"),
        _ => "given by hand",
    };
}
