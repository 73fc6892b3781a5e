using Hamf.Models.Learning;

namespace Hamf.Models.Trees.Boosting;

/// <summary>Settings of <see cref="AdaBoostTrainer"/>.</summary>
public sealed record AdaBoostOptions
{
    /// <summary>What is predicted: <see cref="TargetKind.Binary"/> or <see cref="TargetKind.Classes"/>. <value>Binary</value></summary>
    public TargetKind Target { get; init; } = TargetKind.Binary;

    /// <summary>Most trees, 1 to 100,000. <value>50</value></summary>
    public int Trees { get; init; } = 50;

    /// <summary>Most splits between the root and a leaf, 1 to 16; 1 is a stump. <value>1</value></summary>
    public int MaxDepth { get; init; } = 1;

    /// <summary>Shrinks the vote of each tree, in (0, 1]. <value>1</value></summary>
    public double LearningRate { get; init; } = 1;

    /// <summary>Most bins of a feature, missing included, 2 to 255. <value>255</value></summary>
    public int MaxBins { get; init; } = 255;

    /// <summary>Seed of the order in which features are looked at, which decides between equals. <value>1</value></summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads; 0 means as many as the machine has. The model does not depend on it. <value>0</value></summary>
    public int Threads { get; init; }

    /// <summary>Everything that is wrong with the settings, one sentence each; empty when they can be used.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        Require(Target is TargetKind.Binary or TargetKind.Classes, $"Target must be Binary or Classes, not {Target}.");
        Require(Trees is >= 1 and <= 100_000, $"Trees must be 1 to 100,000, not {Trees}.");
        Require(MaxDepth is >= 1 and <= 16, $"MaxDepth must be 1 to 16, not {MaxDepth}.");
        Require(LearningRate is > 0 and <= 1, $"LearningRate must be in (0, 1], not {LearningRate}.");
        Require(MaxBins is >= 2 and <= 255, $"MaxBins must be 2 to 255, not {MaxBins}.");
        Require(Threads is >= 0 and <= 1024, $"Threads must be 0 to 1024, not {Threads}.");
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
