using Hamf.Models.Learning;

namespace Hamf.Models.Linear;

/// <summary>
/// Settings of <see cref="LogisticTrainer"/>. What is minimised is the weighted sum of log losses + L1 |w| + L2 / 2 |w|^2, w being the
/// coefficients of standardised inputs without the intercepts. In scikit-learn's terms L2 is 1/C; with an elastic net L1 is ratio / C and
/// L2 is (1 - ratio) / C.
/// </summary>
public sealed record LogisticOptions
{
    /// <summary>Penalty on absolute coefficients, 0 to 1e9; above 0 many become exactly 0. <value>0</value></summary>
    public double L1 { get; init; }

    /// <summary>Penalty on squared coefficients, 0 to 1e9. <value>1</value></summary>
    public double L2 { get; init; } = 1;

    /// <summary>
    /// Binary for one output, the probability of class 1; Classes for one output per class (softmax). <value>Binary</value>
    /// </summary>
    public TargetKind Target { get; init; } = TargetKind.Binary;

    /// <summary>Whether each class is weighted so that all classes weigh the same, their sum unchanged. <value>false</value></summary>
    public bool BalanceClasses { get; init; }

    /// <summary>What the rows of each class are weighted with, [classes], above 0; null for 1. <value>null</value></summary>
    public IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>Everything that is wrong with the settings, one sentence each; empty when they can be used.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        Require(L1 is >= 0 and <= 1e9, $"L1 must be 0 to 1e9, not {L1}.");
        Require(L2 is >= 0 and <= 1e9, $"L2 must be 0 to 1e9, not {L2}.");
        Require(Target is TargetKind.Binary or TargetKind.Classes, $"Target must be Binary or Classes, not {Target}.");
        if (ClassWeights is not null)
        {
            Require(!BalanceClasses, "BalanceClasses and ClassWeights exclude each other.");
            Require(ClassWeights.All(w => w is > 0 and <= 1e9), "ClassWeights must be above 0 and at most 1e9.");
            Require(
                Target != TargetKind.Binary || ClassWeights.Count == 2,
                $"ClassWeights must be 2 for a binary target, not {ClassWeights.Count}.");
        }

        return problems;

        void Require(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add(problem);
            }
        }
    }
}
