using Hamf.Models.Data;
using Hamf.Models.Trees;
using Hamf.Models.Trees.Scoring;

namespace Hamf.Models.Tests.Trees;

/// <summary>Ensembles of every shape: single leaves, chains, bushes, numbers and categories.</summary>
internal static class RandomTrees
{
    public static readonly FeatureInfo[] Features =
    [
        FeatureInfo.Numeric("a"),
        FeatureInfo.Numeric("b"),
        new("few", FeatureKind.Categorical, ["x", "y", "z"]),
        new("many", FeatureKind.Categorical, Enumerable.Range(0, 130).Select(i => $"c{i}").ToArray()),
        new("none", FeatureKind.Categorical, []),
    ];

    public static readonly double[] Thresholds =
        [-1.5, 0, 1, 2.5, double.MaxValue, double.PositiveInfinity, double.Epsilon, double.MinValue];

    public static TreeEnsemble Build(Random random, int trees, int maxSplits) =>
        BuildWide(random, trees, maxSplits, outputs: 1, leafWidth: 1, TreeSum.Double);

    public static TreeEnsemble BuildWide(Random random, int trees, int maxSplits, int outputs, int leafWidth, TreeSum sum)
    {
        double[] bases = Enumerable.Range(0, outputs).Select(_ => random.NextDouble() - 0.5).ToArray();
        var builder = new TreeEnsembleBuilder(Features, bases, leafWidth);
        for (int t = 0; t < trees; t++)
        {
            var leaves = new List<(int Node, double Cover)> { (builder.AddLeaf(1000), 1000) };
            int splits = random.Next(maxSplits + 1);
            for (int s = 0; s < splits; s++)
            {
                int at = random.Next(3) == 0 ? leaves.Count - 1 : random.Next(leaves.Count);
                (int node, double cover) = leaves[at];
                double leftCover = cover * (0.1 + (0.8 * random.NextDouble()));
                int left = Split(builder, random, node, leftCover);
                leaves[at] = (left, leftCover);
                leaves.Add((left + 1, cover - leftCover));
            }

            leaves.ForEach(leaf => builder.SetValues(leaf.Node, Enumerable.Range(0, leafWidth).Select(_ => random.NextDouble() - 0.5).ToArray()));
            builder.EndTree(outputs == leafWidth ? 0 : random.Next(outputs - leafWidth + 1));
        }

        return builder.Build(trees, sum);
    }

    /// <summary>The ensemble with values rounded to float before they are compared.</summary>
    public static TreeEnsemble WithRounding(this TreeEnsemble trees) => new()
    {
        Bases = trees.Bases,
        TreeStarts = trees.TreeStarts,
        TreeOutput = trees.TreeOutput,
        RoundsToSingle = true,
        Feature = trees.Feature,
        Threshold = trees.Threshold,
        SetStart = trees.SetStart,
        SetWords = trees.SetWords,
        DefaultLeft = trees.DefaultLeft,
        Left = trees.Left,
        Right = trees.Right,
        Value = trees.Value,
        Cover = trees.Cover,
    };

    /// <summary>Rows as <see cref="Row"/> makes them.</summary>
    public static FeatureTable Table(Random random, int rows)
    {
        double[][] lines = Enumerable.Range(0, rows).Select(_ => Row(random)).ToArray();
        return new FeatureTable(Features, Enumerable.Range(0, Features.Length).Select(f => lines.Select(l => l[f]).ToArray()).ToArray(), rows);
    }

    /// <summary>The raw output of the plain scorer.</summary>
    public static double Score(TreeEnsemble trees, double[] row)
    {
        double output = 0;
        PlainScorer.Score(trees, Features, row, new Span<double>(ref output));
        return output;
    }

    public static double[] Row(Random random) =>
    [
        Number(random), Number(random), Code(random, 3), Code(random, 130), Code(random, 0),
    ];

    private static int Split(TreeEnsembleBuilder builder, Random random, int node, double leftCover)
    {
        int feature = random.Next(Features.Length);
        bool defaultLeft = random.Next(2) == 0;
        if (Features[feature].Kind == FeatureKind.Numeric)
        {
            return builder.SplitByThreshold(node, feature, Thresholds[random.Next(Thresholds.Length)], defaultLeft, leftCover);
        }

        IEnumerable<int> codes = Enumerable.Range(0, Features[feature].UnseenCode + 1).Where(_ => random.Next(2) == 0).ToArray();
        return builder.SplitByCategory(node, feature, codes, defaultLeft, leftCover);
    }

    private static double Number(Random random)
    {
        double threshold = Thresholds[random.Next(Thresholds.Length)];
        return random.Next(8) switch
        {
            0 => double.NaN,
            1 => double.NegativeInfinity,
            2 => double.PositiveInfinity,
            3 => -0.0,
            4 => Math.BitIncrement(threshold),
            5 => Math.BitDecrement(threshold),
            6 => (random.NextDouble() * 6) - 3,
            _ => threshold,
        };
    }

    private static double Code(Random random, int categories) => random.Next(8) switch
    {
        0 => double.NaN,
        1 => categories,
        2 => categories + 1000,
        3 => -1,
        4 => double.PositiveInfinity,
        _ => random.Next(categories + 1),
    };
}
