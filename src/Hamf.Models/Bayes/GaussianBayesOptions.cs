using Hamf.Models.Learning;

namespace Hamf.Models.Bayes;

/// <summary>Settings of <see cref="GaussianBayesTrainer"/>.</summary>
public sealed record GaussianBayesOptions
{
    /// <summary>Share of the largest variance of all features that is added to every variance, 1e-20 to 1. <value>1e-9</value></summary>
    public double VarianceSmoothing { get; init; } = 1e-9;

    /// <summary>Rows that each category is taken to have in each class beyond those seen, 1e-10 to 1e9. <value>1</value></summary>
    public double Alpha { get; init; } = 1;

    /// <summary>
    /// Binary for one output, the probability of class 1; Classes for one output per class. <value>Binary</value>
    /// </summary>
    public TargetKind Target { get; init; } = TargetKind.Binary;

    /// <summary>Everything that is wrong with the settings, one sentence each; empty when they can be used.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (VarianceSmoothing is not (>= 1e-20 and <= 1))
        {
            problems.Add($"VarianceSmoothing must be 1e-20 to 1, not {VarianceSmoothing}.");
        }

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
