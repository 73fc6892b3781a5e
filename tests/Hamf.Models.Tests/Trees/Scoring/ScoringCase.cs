using Hamf.Models.Data;
using Hamf.Models.Trees;
using Hamf.Models.Trees.Scoring;

namespace Hamf.Models.Tests.Trees.Scoring;

/// <summary>A random ensemble with rows that hit its thresholds, their neighbours, and everything that is no number.</summary>
internal sealed class ScoringCase
{
    private static readonly double[] OddThresholds =
    [
        0, -0.0, double.PositiveInfinity, double.NegativeInfinity, float.MaxValue, float.MinValue, float.Epsilon, -float.Epsilon, 1,
    ];

    private static readonly double[] OddDoubles = [double.MaxValue, double.MinValue, double.Epsilon, -double.Epsilon, 1e300, 0.1];

    private readonly Random _random;
    private readonly double[][] _pools;

    public ScoringCase(Random random, ScoringShape shape)
    {
        _random = random;
        Features = Enumerable.Range(0, shape.Features).Select(f => Feature(f, shape.Categories)).ToArray();
        _pools = Features.Select(_ => Pool(shape)).ToArray();
        Trees = Build(shape);
    }

    public FeatureInfo[] Features { get; }

    public TreeEnsemble Trees { get; }

    public FeatureTable Table(int rows)
    {
        double[][] columns = Features.Select((info, f) => Enumerable.Range(0, rows).Select(_ => Value(info, f)).ToArray()).ToArray();
        return new FeatureTable(Features, columns, rows);
    }

    /// <summary>What the plain scorer says, [rows x outputs].</summary>
    public double[] Expected(FeatureTable table)
    {
        var outputs = new double[table.RowCount * Trees.OutputCount];
        var row = new double[Features.Length];
        for (int i = 0; i < table.RowCount; i++)
        {
            table.CopyRow(i, row);
            PlainScorer.Score(Trees, Features, row, outputs.AsSpan(i * Trees.OutputCount, Trees.OutputCount));
        }

        return outputs;
    }

    private FeatureInfo Feature(int index, int categories) => categories > 0 && _random.Next(2) == 0
        ? new($"c{index}", FeatureKind.Categorical, Enumerable.Range(0, _random.Next(categories + 1)).Select(i => $"v{i}").ToArray())
        : FeatureInfo.Numeric($"n{index}");

    private double[] Pool(ScoringShape shape)
    {
        int count = _random.Next(1, shape.Thresholds + 1);
        return Enumerable.Range(0, count).Select(_ => _random.Next(6) switch
        {
            0 => OddThresholds[_random.Next(OddThresholds.Length)],
            1 when !shape.FloatThresholds => OddDoubles[_random.Next(OddDoubles.Length)],
            _ when !shape.FloatThresholds => (_random.NextDouble() * 20) - 10,
            _ => (float)((_random.NextDouble() * 20) - 10),
        }).ToArray();
    }

    private TreeEnsemble Build(ScoringShape shape)
    {
        int width = shape.WideLeaves ? shape.Outputs : 1;
        var builder = new TreeEnsembleBuilder(Features, Enumerable.Range(0, shape.Outputs).Select(_ => _random.NextDouble() - 0.5).ToArray(), width);
        for (int t = 0; t < shape.Trees; t++)
        {
            AddTree(builder, shape, width);
            builder.EndTree(_random.Next(shape.Outputs - width + 1));
        }

        TreeEnsemble built = builder.Build(shape.Trees, shape.Sum);
        return new TreeEnsemble
        {
            Bases = built.Bases,
            TreeStarts = built.TreeStarts,
            TreeOutput = built.TreeOutput,
            LeafWidth = built.LeafWidth,
            Sum = built.Sum,
            RoundsToSingle = shape.RoundsToSingle,
            Feature = built.Feature,
            Threshold = built.Threshold,
            SetStart = built.SetStart,
            SetWords = built.SetWords,
            DefaultLeft = built.DefaultLeft,
            Left = built.Left,
            Right = built.Right,
            Value = built.Value,
            Cover = built.Cover,
        };
    }

    // A chain where the last leaf is always split, a bush where any is.
    private void AddTree(TreeEnsembleBuilder builder, ScoringShape shape, int width)
    {
        var leaves = new List<int> { builder.AddLeaf(1e6) };
        int splits = _random.Next(shape.Splits + 1);
        int chain = _random.Next(4);
        for (int s = 0; s < splits; s++)
        {
            int at = chain == 0 || _random.Next(4) < chain - 1 ? leaves.Count - 1 : _random.Next(leaves.Count);
            int left = Split(builder, leaves[at], shape);
            leaves[at] = left;
            leaves.Add(left + 1);
        }

        double[] values = Enumerable.Range(0, 1 + _random.Next(2 * leaves.Count)).Select(_ => _random.NextDouble() - 0.5).ToArray();
        foreach (int leaf in leaves)
        {
            builder.SetValues(leaf, Enumerable.Range(0, width).Select(_ => values[_random.Next(values.Length)]).ToArray());
        }
    }

    private int Split(TreeEnsembleBuilder builder, int node, ScoringShape shape)
    {
        int feature = _random.Next(Features.Length);
        bool missingLeft = shape.MissingLeft && _random.Next(2) == 0;
        if (Features[feature].Kind == FeatureKind.Numeric)
        {
            double threshold = _pools[feature][_random.Next(_pools[feature].Length)];
            return builder.SplitByThreshold(node, feature, threshold, missingLeft, 1 + _random.Next(100));
        }

        int share = _random.Next(1, 5);
        IEnumerable<int> codes = Enumerable.Range(0, Features[feature].UnseenCode + 1).Where(_ => _random.Next(5) < share).ToArray();
        return builder.SplitByCategory(node, feature, codes, missingLeft, 1 + _random.Next(100));
    }

    private double Value(FeatureInfo info, int f)
    {
        int unseen = info.UnseenCode;
        double threshold = _pools[f][_random.Next(_pools[f].Length)];
        return (info.Kind, _random.Next(12)) switch
        {
            (_, 0) => double.NaN,
            (_, 1) => double.PositiveInfinity,
            (_, 2) => double.NegativeInfinity,
            (_, 3) => -0.0,
            (FeatureKind.Categorical, 4) => unseen,
            (FeatureKind.Categorical, 5) => unseen + 1000,
            (FeatureKind.Categorical, 6) => -1,
            (FeatureKind.Categorical, _) => _random.Next(unseen + 1),
            (_, 4) => Math.BitIncrement(threshold),
            (_, 5) => Math.BitDecrement(threshold),
            (_, 6) => MathF.BitIncrement((float)threshold),
            (_, 7) => MathF.BitDecrement((float)threshold),
            (_, 8) => (_random.NextDouble() * 24) - 12,
            (_, 9) => double.Epsilon * _random.Next(-1, 2),
            _ => threshold,
        };
    }
}
