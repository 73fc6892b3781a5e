using Hamf.Models.Learning;

namespace Hamf.Models.Trees.Forests;

/// <summary>Settings of <see cref="DecisionTreeTrainer"/>.</summary>
public sealed record DecisionTreeOptions
{
    /// <summary>What is predicted: <see cref="TargetKind.Binary"/>, <see cref="TargetKind.Classes"/> or <see cref="TargetKind.Value"/>. <value>Binary</value></summary>
    public TargetKind Target { get; init; } = TargetKind.Binary;

    /// <summary>Where features are cut. <value>Best</value></summary>
    public CutChoice Cuts { get; init; } = CutChoice.Best;

    /// <summary>How much the rows of a class count; not for numbers. <value>None</value></summary>
    public ClassBalance Balance { get; init; } = ClassBalance.None;

    /// <summary>Features drawn for each split; those with one value in the node do not count. <value>All</value></summary>
    public FeatureRule MaxFeatures { get; init; } = FeatureRule.All;

    /// <summary>Most splits between the root and a leaf; 0 is no limit. <value>0</value></summary>
    public int MaxDepth { get; init; }

    /// <summary>Fewest rows, by weight, in a leaf. Weights that are not whole count in proportion to their mean. <value>1</value></summary>
    public int MinLeafRows { get; init; } = 1;

    /// <summary>Fewest rows, by weight, of a node that is divided. <value>2</value></summary>
    public int MinSplitRows { get; init; } = 2;

    /// <summary>Whether cuts are tried between all values instead of between bins: slower. <value>true</value></summary>
    public bool ExactValues { get; init; } = true;

    /// <summary>Most bins of a feature, missing included, 2 to 255; only without <see cref="ExactValues"/>. <value>255</value></summary>
    public int MaxBins { get; init; } = 255;

    /// <summary>Seed of the order in which features are looked at, which decides between equals. <value>1</value></summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads; 0 means as many as the machine has. The model does not depend on it. <value>0</value></summary>
    public int Threads { get; init; }

    /// <summary>Everything that is wrong with the settings, one sentence each; empty when they can be used.</summary>
    public IReadOnlyList<string> Problems() => ToForest().Problems();

    /// <summary>The forest of one tree on all rows.</summary>
    internal ForestOptions ToForest() => new()
    {
        Target = Target,
        Trees = 1,
        Cuts = Cuts,
        Bootstrap = false,
        Balance = Balance,
        MaxFeatures = MaxFeatures,
        MaxDepth = MaxDepth,
        MinLeafRows = MinLeafRows,
        MinSplitRows = MinSplitRows,
        ExactValues = ExactValues,
        MaxBins = MaxBins,
        Seed = Seed,
        Threads = Threads,
    };
}
