namespace Hamf.Models.Trees;

/// <summary>Settings of <see cref="GbdtTrainer"/>.</summary>
public sealed record GbdtOptions
{
    /// <summary>Most trees. <value>400</value></summary>
    public int Trees { get; init; } = 400;

    /// <summary>Most leaves of a tree, 2 to 4096. <value>31</value></summary>
    public int Leaves { get; init; } = 31;

    /// <summary>Learning rate, in (0, 1]. <value>0.05</value></summary>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>Fewest rows in a leaf. <value>20</value></summary>
    public int MinLeafRows { get; init; } = 20;

    /// <summary>Smallest sum of second derivatives in a leaf; 1 keeps rare classes stable. <value>1</value></summary>
    public double MinLeafHessian { get; init; } = 1;

    /// <summary>L2 penalty on leaf values. <value>1</value></summary>
    public double L2 { get; init; } = 1;

    /// <summary>Most bins of a feature, missing included, 3 to 255. <value>255</value></summary>
    public int MaxBins { get; init; } = 255;

    /// <summary>Trees without a better average precision on validation after which training stops; 0 trains all trees. <value>50</value></summary>
    public int PatienceTrees { get; init; } = 50;

    /// <summary>Seed of everything random. <value>1</value></summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads; 0 means as many as the machine has. The model does not depend on it. <value>0</value></summary>
    public int Threads { get; init; }

    /// <summary>Refuses options out of range.</summary>
    /// <exception cref="ArgumentException">Names every option that is.</exception>
    internal void Check()
    {
        List<string> problems = [];
        void Require(bool holds, string rule)
        {
            if (!holds)
            {
                problems.Add(rule);
            }
        }

        Require(Trees is >= 1 and <= 100_000, "Trees must be 1 to 100,000");
        Require(Leaves is >= 2 and <= 4096, "Leaves must be 2 to 4096");
        Require(LearningRate is > 0 and <= 1, "LearningRate must be above 0 and at most 1");
        Require(MinLeafRows >= 1, "MinLeafRows must be at least 1");
        Require(MinLeafHessian is >= 0 and < double.PositiveInfinity, "MinLeafHessian must be at least 0");
        Require(L2 is >= 0 and < double.PositiveInfinity, "L2 must be at least 0");
        Require(MaxBins is >= 3 and <= 255, "MaxBins must be 3 to 255");
        Require(PatienceTrees >= 0, "PatienceTrees must be at least 0");
        Require(Threads >= 0, "Threads must be at least 0");
        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join("; ", problems));
        }
    }
}
