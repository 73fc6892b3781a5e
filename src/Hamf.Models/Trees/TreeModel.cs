using System.Collections.Concurrent;
using Hamf.Models.Data;
using Hamf.Models.Graph;

namespace Hamf.Models.Trees;

/// <summary>A boosted tree ensemble with a logistic link.</summary>
public sealed class TreeModel : Model
{
    // A block of rows and a tree's nodes together stay in the first-level cache.
    private const int BlockRows = 64;

    private readonly FastTrees _fast;
    private readonly double _expected;

    // Explaining needs scratch memory; as many scratches come to be as threads explain at a time.
    private readonly ConcurrentBag<TreeShap> _explainers = [];

    internal TreeModel(IReadOnlyList<FeatureInfo> features, TreeEnsemble trees) : base(features)
    {
        Trees = trees;
        _fast = FastTrees.Of(trees);
        _expected = TreeShap.Mean(trees);
    }

    /// <inheritdoc/>
    public override string Algorithm => "gbdt";

    /// <summary>Number of trees.</summary>
    public int TreeCount => Trees.Roots.Length;

    internal TreeEnsemble Trees { get; }

    /// <inheritdoc/>
    public override double Score(ReadOnlySpan<double> values) => Probability(_fast.LogOdds(values));

    /// <inheritdoc/>
    public override void ScoreAll(FeatureTable table, Span<double> scores)
    {
        ArgumentNullException.ThrowIfNull(table);
        int width = Features.Count;
        var block = new double[BlockRows * width];
        for (int start = 0; start < table.RowCount; start += BlockRows)
        {
            int count = Math.Min(BlockRows, table.RowCount - start);
            for (int i = 0; i < count; i++)
            {
                table.CopyRow(start + i, block.AsSpan(i * width, width));
            }

            Span<double> target = scores.Slice(start, count);
            _fast.LogOdds(block, width, target);
            foreach (ref double score in target)
            {
                score = Probability(score);
            }
        }
    }

    /// <inheritdoc/>
    public override double Explain(ReadOnlySpan<double> values, Span<double> contributions)
    {
        TreeShap explainer = _explainers.TryTake(out TreeShap? free) ? free : new TreeShap(Trees);
        contributions.Clear();
        explainer.Explain(values, contributions);
        _explainers.Add(explainer);
        return _expected;
    }

    /// <inheritdoc/>
    public override double[] Importance()
    {
        var gains = new double[Features.Count];
        for (int node = 0; node < Trees.NodeCount; node++)
        {
            if (Trees.Feature[node] != TreeEnsemble.Leaf)
            {
                gains[Trees.Feature[node]] += Trees.Gain[node];
            }
        }

        double total = gains.Sum();
        return total > 0 ? gains.Select(g => g / total).ToArray() : gains;
    }

    private static double Probability(double logOdds) => 1 / (1 + Math.Exp(-logOdds));
}
