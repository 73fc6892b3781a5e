using Hamf.Models.Data;

namespace Hamf.Models.Trees.Scoring;

/// <summary>
/// Picks the engines of an ensemble by what a row would cost in each. The nanoseconds were measured with the benchmark
/// <c>trees-score</c> on a processor of 2024 (Zen 5); only their ratios matter, and they hold roughly elsewhere.
/// </summary>
internal sealed class EngineChoice
{
    // One comparison at a time, in a walk of many lanes: lean nodes, and wide nodes of three levels each.
    private const double LeanStep = 0.8;
    private const double WideStep = 0.55;

    // What a tree costs beyond its splits: starting a walk, adding its leaf.
    private const double TreeStart = 1.5;

    // Preparing a number of a single row, and following one split without preparation.
    private const double RowNumber = 1.5;
    private const double PlainStep = 4;

    private readonly TreeEnsemble _trees;
    private readonly ChannelMap _map;
    private readonly LeafValues _leaves;
    private readonly int[] _leafOf;
    private readonly SimdLevel _level;
    private readonly double _steps;

    public EngineChoice(TreeEnsemble trees, IReadOnlyList<FeatureInfo> features, SimdLevel level)
    {
        (_trees, _level) = (trees, level);
        _leafOf = new int[trees.NodeCount];
        _map = new ChannelMap(trees, features);
        _leaves = LeafValues.Collect(trees, _leafOf);
        _steps = ExpectedSteps(trees);
    }

    private double LeanCost => (_steps * LeanStep) + (_trees.TreeCount * TreeStart);

    private double WideCost => (_steps * WideStep) + (_trees.TreeCount * TreeStart);

    /// <summary>The engine for single rows, null for the plain one, and the engine for many.</summary>
    public (IRowScorer? Rows, IBlockScorer Blocks) Choose()
    {
        WideNodes? wide = null;
        LeanNodes? lean = null;
        IRowScorer? rows = IsTiny() ? null : ChooseRows();
        IBlockScorer blocks = ChooseBlocks();
        return (rows, blocks);

        IRowScorer ChooseRows() => _level >= SimdLevel.Vector512
            ? LeafBitVectors.TryBuild(_trees, _map, _leaves, _leafOf) ?? (IRowScorer?)Wide() ?? Lean()
            : Lean();

        IBlockScorer ChooseBlocks()
        {
            WideNodes? walk = _level >= SimdLevel.Vector512 ? Wide() : null;
            return NetworkCost() < (walk is null ? LeanCost : WideCost)
                ? SelectNetwork.TryBuild(_trees, _map, _leaves, _leafOf, _level) ?? (IBlockScorer?)walk ?? Lean()
                : (IBlockScorer?)walk ?? Lean();
        }

        WideNodes? Wide() => wide ??= WideNodes.TryBuild(_trees, _map, _leaves, _leafOf);

        LeanNodes Lean() => lean ??= new LeanNodes(_trees, _map, _leaves, _leafOf);
    }

    private bool IsTiny() => _steps * PlainStep < (_map.Numbers.Length + _map.Categories.Length) * RowNumber;

    private double NetworkCost()
    {
        (double split, double test, double number) = _level switch
        {
            SimdLevel.Vector512 => (0.015, 0.03, 1.5),
            SimdLevel.Vector256 => (0.033, 0.03, 3.5),
            SimdLevel.Vector128 => (0.065, 0.6, 3.5),
            _ => (1.0, 0.6, 3.5),
        };
        long tests = 0;
        for (int node = 0; node < _trees.NodeCount; node++)
        {
            bool isTest = _trees.SetStart[node] != TreeEnsemble.NoSet;
            bool isScalar = isTest && _map.CodeCount(_map.CategoryOf(_trees, node)) > CategoryTest.VectorCodesMax;
            tests += isScalar ? 20 : isTest ? 1 : 0;
        }

        int splits = (_trees.NodeCount - _trees.TreeCount) / 2;
        return (splits * split) + (tests * test) + (_map.Numbers.Length * number) + (_trees.TreeCount * 0.1);
    }

    // The comparisons of a row of the training data: each split is asked by the share of rows that reached it.
    private static double ExpectedSteps(TreeEnsemble trees)
    {
        double steps = 0;
        for (int t = 0; t < trees.TreeCount; t++)
        {
            double inside = 0;
            for (int node = trees.TreeStarts[t]; node < trees.TreeStarts[t + 1]; node++)
            {
                inside += trees.Feature[node] == TreeEnsemble.Leaf ? 0 : trees.Cover[node];
            }

            steps += inside / trees.Cover[trees.TreeStarts[t]];
        }

        return steps;
    }
}
