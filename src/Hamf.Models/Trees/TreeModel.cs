using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Models.Numerics;
using Hamf.Models.Trees.Explaining;
using Hamf.Models.Trees.Scoring;

namespace Hamf.Models.Trees;

/// <summary>A boosted tree ensemble with a logistic link.</summary>
public sealed class TreeModel : Model
{
    private readonly CompactScorer _scorer;
    private readonly Lazy<TreeShap> _shap;
    private readonly double[] _importance;

    internal TreeModel(IReadOnlyList<FeatureInfo> features, TreeEnsemble trees, double[] importance) : base(features)
    {
        Trees = trees;
        _importance = importance;
        _scorer = new CompactScorer(trees, features);
        _shap = new Lazy<TreeShap>(() => new TreeShap(trees, features));
    }

    /// <inheritdoc/>
    public override string Algorithm => "gbdt";

    /// <summary>Number of trees; 0 when nothing could be learned and every score is the base rate.</summary>
    public int TreeCount => Trees.TreeCount;

    internal TreeEnsemble Trees { get; }

    /// <inheritdoc/>
    public override double Score(ReadOnlySpan<double> values)
    {
        CheckLength(values.Length);
        return LogisticLink.Probability(_scorer.LogOdds(values));
    }

    /// <inheritdoc/>
    public override void ScoreAll(FeatureTable table, Span<double> scores)
    {
        CheckLength(table.Columns.Length);
        Span<double> filled = scores[..table.RowCount];
        _scorer.LogOddsOfAll(table, filled);
        foreach (ref double score in filled)
        {
            score = LogisticLink.Probability(score);
        }
    }

    /// <inheritdoc/>
    public override double Explain(ReadOnlySpan<double> values, Span<double> contributions)
    {
        CheckLength(values.Length);
        CheckLength(contributions.Length);
        return _shap.Value.Explain(values, contributions);
    }

    /// <inheritdoc/>
    /// <remarks>The share of each feature in the gain of all splits.</remarks>
    public override double[] Importance() => [.. _importance];

    private void CheckLength(int length)
    {
        if (length != Features.Count)
        {
            throw new ArgumentException($"The model has {Features.Count} features; {length} values were given.");
        }
    }
}
