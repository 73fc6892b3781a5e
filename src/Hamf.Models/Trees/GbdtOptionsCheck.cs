using Hamf.Models.Trees.Growing;

namespace Hamf.Models.Trees;

/// <summary>What is demanded of <see cref="GbdtOptions"/>.</summary>
internal static class GbdtOptionsCheck
{
    private const double MostClassWeight = 1e6;

    /// <summary>Everything that is wrong, one sentence each.</summary>
    public static IReadOnlyList<string> FindProblems(GbdtOptions options)
    {
        var problems = new List<string>();
        CheckTrees(options, Require);
        CheckCategories(options, Require);
        CheckClasses(options, Require);
        CheckSampling(options, Require);
        Require(options.PatienceTrees >= 0, $"PatienceTrees must be 0 or more, not {options.PatienceTrees}.");
        Require(options.Threads is >= 0 and <= 1024, $"Threads must be 0 to 1024, not {options.Threads}.");
        Require(
            ValidationMetric.Fits(options.StopOn, options.Loss), $"StopOn {options.StopOn} does not fit a Loss of {options.Loss}.");
        return problems;

        void Require(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add(problem);
            }
        }
    }

    private static void CheckTrees(GbdtOptions options, Action<bool, string> require)
    {
        require(Enum.IsDefined(options.Loss), $"Loss must be one of {string.Join(", ", Enum.GetNames<GbdtLoss>())}.");
        require(Enum.IsDefined(options.Growth), $"Growth must be one of {string.Join(", ", Enum.GetNames<TreeGrowth>())}.");
        require(options.Trees is >= 1 and <= 100_000, $"Trees must be 1 to 100,000, not {options.Trees}.");
        require(options.Leaves is >= 2 and <= 4096, $"Leaves must be 2 to 4096, not {options.Leaves}.");
        require(options.LearningRate is > 0 and <= 1, $"LearningRate must be in (0, 1], not {options.LearningRate}.");
        require(options.MinLeafRows >= 1, $"MinLeafRows must be 1 or more, not {options.MinLeafRows}.");
        require(options.MinLeafHessian is >= 0 and <= 1e9, $"MinLeafHessian must be 0 to 1e9, not {options.MinLeafHessian}.");
        require(options.L1 is >= 0 and <= 1e9, $"L1 must be 0 to 1e9, not {options.L1}.");
        require(options.L2 is >= 0 and <= 1e9, $"L2 must be 0 to 1e9, not {options.L2}.");
        require(options.MaxBins is >= 2 and <= 255, $"MaxBins must be 2 to 255, not {options.MaxBins}.");
        require(
            options.Monotone.Values.All(Enum.IsDefined),
            $"Monotone must hold {string.Join(" or ", Enum.GetNames<MonotoneDirection>())} only.");
    }

    private static void CheckCategories(GbdtOptions options, Action<bool, string> require)
    {
        require(options.CategorySmoothing is >= 0 and <= 1e9, $"CategorySmoothing must be 0 to 1e9, not {options.CategorySmoothing}.");
        require(options.CategoryL2 is >= 0 and <= 1e9, $"CategoryL2 must be 0 to 1e9, not {options.CategoryL2}.");
        require(options.MaxSplitCategories >= 1, $"MaxSplitCategories must be 1 or more, not {options.MaxSplitCategories}.");
        require(options.MinCategoryRows >= 1, $"MinCategoryRows must be 1 or more, not {options.MinCategoryRows}.");
    }

    private static void CheckClasses(GbdtOptions options, Action<bool, string> require)
    {
        require(
            options.ClassWeights.All(weight => weight is > 0 and <= MostClassWeight),
            $"ClassWeights must be above 0 and at most {MostClassWeight}, not {string.Join(", ", options.ClassWeights)}.");
        require(
            options.ClassWeights.Count == 0 || options.Loss != GbdtLoss.Squared,
            $"ClassWeights need classes; a Loss of {options.Loss} has none.");
        require(
            options.ClassWeights.Count is 0 or 2 || options.Loss != GbdtLoss.LogLoss,
            $"ClassWeights must be 2 for a Loss of LogLoss, not {options.ClassWeights.Count}.");
        require(
            options.PositiveWeight is > 0 and <= MostClassWeight,
            $"PositiveWeight must be above 0 and at most {MostClassWeight}, not {options.PositiveWeight}.");
        require(
            options.PositiveWeight == 1 || options.Loss == GbdtLoss.LogLoss,
            $"PositiveWeight needs two classes; it does not fit a Loss of {options.Loss}.");
    }

    private static void CheckSampling(GbdtOptions options, Action<bool, string> require)
    {
        require(options.FeatureShare is > 0 and <= 1, $"FeatureShare must be in (0, 1], not {options.FeatureShare}.");
        require(options.RowShare is > 0 and <= 1, $"RowShare must be in (0, 1], not {options.RowShare}.");
        require(options.GossTopShare is >= 0 and < 1, $"GossTopShare must be in [0, 1), not {options.GossTopShare}.");
        require(
            options.GossRestShare > 0 && (options.GossTopShare == 0 || options.GossRestShare <= 1 - options.GossTopShare),
            $"GossRestShare must be above 0 and at most 1 - GossTopShare, not {options.GossRestShare}.");
        require(
            options.GossTopShare == 0 || options.RowShare == 1,
            "GossTopShare and RowShare both choose rows; one of them must be left at its default.");
    }
}
