namespace Hamf.Models.Trees;

/// <summary>Settings of <see cref="GbdtTrainer"/>.</summary>
public sealed record GbdtOptions
{
    /// <summary>Most trees, 1 to 100,000. <value>400</value></summary>
    public int Trees { get; init; } = 400;

    /// <summary>Most leaves of a tree, 2 to 4096. <value>31</value></summary>
    public int Leaves { get; init; } = 31;

    /// <summary>Learning rate, in (0, 1]. <value>0.05</value></summary>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>Fewest rows in a leaf, counted exactly. <value>20</value></summary>
    public int MinLeafRows { get; init; } = 20;

    /// <summary>Smallest sum of second derivatives in a leaf; 1 keeps rare classes stable. <value>1</value></summary>
    public double MinLeafHessian { get; init; } = 1;

    /// <summary>L2 penalty on leaf values. <value>1</value></summary>
    public double L2 { get; init; } = 1;

    /// <summary>Most bins of a feature, missing included, 2 to 255. <value>255</value></summary>
    public int MaxBins { get; init; } = 255;

    /// <summary>
    /// Pulls the order of categories in a split towards no effect: a category sorts by gradient / (hessian + this). Categories with
    /// fewer rows in the node than this are not chosen on their own. <value>10</value>
    /// </summary>
    public double CategorySmoothing { get; init; } = 10;

    /// <summary>
    /// Added to <see cref="L2"/> when a split of more than four categories is judged; from 16 categories in the node on in proportion to
    /// their number. <value>10</value>
    /// </summary>
    public double CategoryL2 { get; init; } = 10;

    /// <summary>Most categories on the named side of a split. <value>32</value></summary>
    public int MaxSplitCategories { get; init; } = 32;

    /// <summary>Fewest rows on the named side of a split of more than four categories. <value>100</value></summary>
    public int MinCategoryRows { get; init; } = 100;

    /// <summary>Trees without a better average precision on validation after which training stops; 0 trains all trees. <value>50</value></summary>
    public int PatienceTrees { get; init; } = 50;

    /// <summary>Share of features that each tree may ask about, drawn anew for each, in (0, 1]; at least one. <value>1</value></summary>
    public double FeatureShare { get; init; } = 1;

    /// <summary>Seed of everything random. <value>1</value></summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads; 0 means as many as the machine has. The model does not depend on it. <value>0</value></summary>
    public int Threads { get; init; }

    /// <summary>Everything that is wrong with the settings, one sentence each; empty when they can be used.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        Require(Trees is >= 1 and <= 100_000, $"Trees must be 1 to 100,000, not {Trees}.");
        Require(Leaves is >= 2 and <= 4096, $"Leaves must be 2 to 4096, not {Leaves}.");
        Require(LearningRate is > 0 and <= 1, $"LearningRate must be in (0, 1], not {LearningRate}.");
        Require(MinLeafRows >= 1, $"MinLeafRows must be 1 or more, not {MinLeafRows}.");
        Require(MinLeafHessian is >= 0 and <= 1e9, $"MinLeafHessian must be 0 to 1e9, not {MinLeafHessian}.");
        Require(L2 is >= 0 and <= 1e9, $"L2 must be 0 to 1e9, not {L2}.");
        Require(MaxBins is >= 2 and <= 255, $"MaxBins must be 2 to 255, not {MaxBins}.");
        Require(CategorySmoothing is >= 0 and <= 1e9, $"CategorySmoothing must be 0 to 1e9, not {CategorySmoothing}.");
        Require(CategoryL2 is >= 0 and <= 1e9, $"CategoryL2 must be 0 to 1e9, not {CategoryL2}.");
        Require(MaxSplitCategories >= 1, $"MaxSplitCategories must be 1 or more, not {MaxSplitCategories}.");
        Require(MinCategoryRows >= 1, $"MinCategoryRows must be 1 or more, not {MinCategoryRows}.");
        Require(FeatureShare is > 0 and <= 1, $"FeatureShare must be in (0, 1], not {FeatureShare}.");
        Require(PatienceTrees >= 0, $"PatienceTrees must be 0 or more, not {PatienceTrees}.");
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
