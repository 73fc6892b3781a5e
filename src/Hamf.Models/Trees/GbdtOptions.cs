namespace Hamf.Models.Trees;

/// <summary>
/// Settings of <see cref="GbdtTrainer"/>. Those of categories count where sets of categories are chosen: for lists of up to 16, and for longer ones
/// whose effect on the target lasts from one part of the rows to the others.
/// </summary>
public sealed record GbdtOptions
{
    /// <summary>What is minimised. <value><see cref="GbdtLoss.LogLoss"/></value></summary>
    public GbdtLoss Loss { get; init; }

    /// <summary>Most rounds, 1 to 100,000; each adds a tree, or one for each class. <value>400</value></summary>
    public int Trees { get; init; } = 400;

    /// <summary>Most leaves of a tree, 2 to 4096. <value>31</value></summary>
    public int Leaves { get; init; } = 31;

    /// <summary>Which leaf is divided next. <value><see cref="TreeGrowth.LeafWise"/></value></summary>
    public TreeGrowth Growth { get; init; }

    /// <summary>Learning rate, in (0, 1]. <value>0.05</value></summary>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>Fewest rows in a leaf, by their weights, counted exactly. <value>20</value></summary>
    public int MinLeafRows { get; init; } = 20;

    /// <summary>
    /// Smallest sum of second derivatives in a leaf (elsewhere "min child weight"), 0 to 1e9; 1 keeps rare classes stable. <value>1</value>
    /// </summary>
    public double MinLeafHessian { get; init; } = 1;

    /// <summary>L1 penalty on leaf values, 0 to 1e9: leaves whose gradients sum to less are worth 0. <value>0</value></summary>
    public double L1 { get; init; }

    /// <summary>L2 penalty on leaf values, 0 to 1e9. <value>1</value></summary>
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

    /// <summary>
    /// Numeric features that the raw output must follow in one direction, by name; with <see cref="GbdtLoss.Softmax"/> each class's own output.
    /// <value>none</value>
    /// </summary>
    public IReadOnlyDictionary<string, MonotoneDirection> Monotone { get; init; } = new Dictionary<string, MonotoneDirection>();

    /// <summary>
    /// What an error on a row of each class costs, [classes], above 0 and at most 1e6; for two classes the negative one first. Unlike the weights of
    /// rows it does not count rows. Empty costs 1 each. <value>empty</value>
    /// </summary>
    public IReadOnlyList<double> ClassWeights { get; init; } = [];

    /// <summary>
    /// Multiplies the cost of an error on a positive row (elsewhere "scale_pos_weight"), above 0 and at most 1e6; for two classes. Above 1 the
    /// outputs are no longer calibrated. <value>1</value>
    /// </summary>
    public double PositiveWeight { get; init; } = 1;

    /// <summary>Share of features that each tree may ask about, drawn anew for each, in (0, 1]; at least one. <value>1</value></summary>
    public double FeatureShare { get; init; } = 1;

    /// <summary>Share of rows that each round learns from, drawn anew for each, in (0, 1]. <value>1</value></summary>
    public double RowShare { get; init; } = 1;

    /// <summary>
    /// Gradient-based one-side sampling (Ke et al. 2017): each round learns from this share of rows, those with the largest gradients, and from
    /// <see cref="GossRestShare"/>; in [0, 1), 0 turns it off. Not together with <see cref="RowShare"/>. <value>0</value>
    /// </summary>
    public double GossTopShare { get; init; }

    /// <summary>
    /// Share of rows that are drawn from those without large gradients and count for all of them, in (0, 1 - <see cref="GossTopShare"/>]; used with
    /// <see cref="GossTopShare"/> only. <value>0.1</value>
    /// </summary>
    public double GossRestShare { get; init; } = 0.1;

    /// <summary>Rounds without a better <see cref="StopOn"/> on validation after which training stops; 0 trains all. <value>50</value></summary>
    public int PatienceTrees { get; init; } = 50;

    /// <summary>What must get better on validation. <value><see cref="StoppingMetric.Usual"/></value></summary>
    public StoppingMetric StopOn { get; init; }

    /// <summary>Seed of everything random. <value>1</value></summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads; 0 means as many as the machine has. The model does not depend on it. <value>0</value></summary>
    public int Threads { get; init; }

    /// <summary>Whether rounds learn from some rows only.</summary>
    internal bool SamplesRows => RowShare < 1 || GossTopShare > 0;

    /// <summary>Everything that is wrong with the settings, one sentence each; empty when they can be used.</summary>
    public IReadOnlyList<string> Problems() => GbdtOptionsCheck.FindProblems(this);
}
