using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Models.Trees.Explaining;
using Hamf.Models.Trees.Scoring;

namespace Hamf.Models.Trees;

/// <summary>A tree ensemble: boosted trees, a forest, a single tree, or an isolation forest.</summary>
public sealed class TreeModel : Model
{
    private readonly EnsembleScorer _scorer;
    private readonly Lazy<TreeShap> _shap;
    private readonly double[] _importance;

    internal TreeModel(string algorithm, IReadOnlyList<FeatureInfo> features, TreeEnsemble trees, TreeLink link, double[] importance)
        : base(features)
    {
        Algorithm = algorithm;
        Trees = trees;
        Link = link;
        _importance = importance;
        _scorer = new EnsembleScorer(trees, features, link, SimdLevels.Best);
        _shap = new Lazy<TreeShap>(() => new TreeShap(trees, features));
    }

    /// <inheritdoc/>
    public override string Algorithm { get; }

    /// <inheritdoc/>
    public override OutputKind Output => Link switch
    {
        TreeLink.Identity or TreeLink.Exponential => OutputKind.Value,
        TreeLink.Isolation => OutputKind.Anomaly,
        _ => OutputCount == 1 ? OutputKind.Probability : OutputKind.ClassProbabilities,
    };

    /// <inheritdoc/>
    public override int OutputCount => Trees.OutputCount;

    /// <summary>Number of trees; 0 when nothing could be learned and every score is the base rate.</summary>
    public int TreeCount => Trees.TreeCount;

    internal TreeEnsemble Trees { get; }

    internal TreeLink Link { get; }

    /// <inheritdoc/>
    public override void Score(ReadOnlySpan<double> values, Span<double> outputs)
    {
        CheckLength(values.Length);
        _scorer.Score(values, outputs[..OutputCount]);
    }

    /// <inheritdoc/>
    /// <remarks>Tables of some thousand rows are scored on all processors.</remarks>
    public override void ScoreAll(FeatureTable table, Span<double> scores) => ScoreAll(table, scores, Environment.ProcessorCount);

    /// <summary>The same with a limit to the threads. The scores do not depend on it.</summary>
    /// <param name="table">Features in the model's order.</param>
    /// <param name="scores">[rows x outputs], row-major, receives the outputs.</param>
    /// <param name="threads">Most threads, 1 or more; small tables are scored on the caller's alone.</param>
    public void ScoreAll(FeatureTable table, Span<double> scores, int threads)
    {
        CheckLength(table.Columns.Length);
        _scorer.ScoreAll(table, scores[..(table.RowCount * OutputCount)], threads);
    }

    /// <inheritdoc/>
    public override double Explain(ReadOnlySpan<double> values, Span<double> contributions)
    {
        if (OutputCount != 1)
        {
            throw new InvalidOperationException($"The model has {OutputCount} outputs; this explains one.");
        }

        double mean = 0;
        Explain(values, contributions, new Span<double>(ref mean));
        return mean;
    }

    /// <inheritdoc/>
    public override void Explain(ReadOnlySpan<double> values, Span<double> contributions, Span<double> bases)
    {
        CheckLength(values.Length);
        CheckContributions(contributions.Length, 1);
        _shap.Value.Explain(values, contributions);
        _shap.Value.Bases.CopyTo(bases);
    }

    /// <inheritdoc/>
    public override double[] ExplainAll(FeatureTable table, Memory<double> contributions, int threads = 1)
    {
        CheckLength(table.Columns.Length);
        CheckContributions(contributions.Length, table.RowCount);
        _shap.Value.ExplainAll(table, contributions, threads);
        return _shap.Value.Bases.ToArray();
    }

    /// <inheritdoc/>
    /// <remarks>The share of each feature in the gain of all splits.</remarks>
    public override double[] Importance() => [.. _importance];

    private void CheckContributions(int length, int rows)
    {
        if (length != (long)rows * Features.Count * OutputCount)
        {
            throw new ArgumentException(
                $"{rows} rows of {Features.Count} features and {OutputCount} outputs have {(long)rows * Features.Count * OutputCount} contributions; there is room for {length}.");
        }
    }
}
