using Hamf.Models.Learning;

namespace Hamf.Models.Bayes;

/// <summary>Settings of <see cref="MultinomialBayesTrainer"/>.</summary>
public sealed record MultinomialBayesOptions
{
    /// <summary>Count that each number and each category is taken to have in each class beyond those seen, 1e-10 to 1e9. <value>1</value></summary>
    public double Alpha { get; init; } = 1;

    /// <summary>
    /// Binary for one output, the probability of class 1; Classes for one output per class. <value>Binary</value>
    /// </summary>
    public TargetKind Target { get; init; } = TargetKind.Binary;

    /// <summary>Everything that is wrong with the settings, one sentence each; empty when they can be used.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (Alpha is not (>= 1e-10 and <= 1e9))
        {
            problems.Add($"Alpha must be 1e-10 to 1e9, not {Alpha}.");
        }

        if (Target is not (TargetKind.Binary or TargetKind.Classes))
        {
            problems.Add($"Target must be Binary or Classes, not {Target}.");
        }

        return problems;
    }
}
