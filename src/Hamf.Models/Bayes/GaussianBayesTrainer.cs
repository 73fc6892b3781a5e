using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Models.Learning;
using Hamf.Models.Linear;

namespace Hamf.Models.Bayes;

/// <summary>
/// Trains naive Bayes with a normal distribution of each number and smoothed shares of each category, per class. Missing values, and in
/// training infinite ones, are left out. Deterministic. Thread-safe.
/// </summary>
public sealed class GaussianBayesTrainer(GaussianBayesOptions options) : Trainer
{
    internal const string Name = "gaussian_nb";

    /// <summary>The settings.</summary>
    public GaussianBayesOptions Options { get; } = options;

    /// <inheritdoc/>
    public override string Algorithm => Name;

    /// <inheritdoc/>
    public override TargetKind Target => Options.Target;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Problems() => Options.Problems();

    /// <inheritdoc/>
    protected override Model Fit(TrainingSet train, TrainingSet? validation, IProgress<int>? progress, CancellationToken cancellation)
    {
        IReadOnlyList<FeatureInfo> features = train.Table.Features;
        var outputs = new BayesOutputs(train, Target);
        var moments = new GaussianMoments?[features.Count];
        for (int f = 0; f < moments.Length; f++)
        {
            cancellation.ThrowIfCancellationRequested();
            moments[f] = features[f].Kind == FeatureKind.Numeric ? new GaussianMoments(train, f, outputs.ClassCount) : null;
        }

        double smoothing = Options.VarianceSmoothing * moments.Max(m => m?.Variance ?? 0);
        var terms = new AdditiveTerm[features.Count];
        for (int f = 0; f < terms.Length; f++)
        {
            terms[f] = moments[f] is { } known ? NumericTerm(known, smoothing, outputs) : CategoryTerm(train, f, outputs);
        }

        (terms, double[] importance) = EffectSpread.Measure(terms, train);
        return new NaiveBayesModel(features, outputs.Priors(), terms, importance);
    }

    private static GaussianTerms NumericTerm(GaussianMoments moments, double smoothing, BayesOutputs outputs)
    {
        int[] classes = Enumerable.Range(0, outputs.ClassCount).ToArray();
        if (moments.Variance == 0)
        {
            // Alike in all classes: tells nothing.
            return new GaussianTerms(0, 0, new double[classes.Length], Array.ConvertAll(classes, _ => 1.0), new double[outputs.Count]);
        }

        double reach = LinearTerms.MaxDeviations * Math.Sqrt(moments.Variance);
        return new GaussianTerms(
            moments.Mean - reach,
            moments.Mean + reach,
            Array.ConvertAll(classes, moments.MeanOf),
            Array.ConvertAll(classes, k => moments.VarianceOf(k) + smoothing),
            new double[outputs.Count]);
    }

    private LinearTerms CategoryTerm(TrainingSet train, int feature, BayesOutputs outputs)
    {
        double[][] counts = CategoryCounts.Count(train, feature, outputs.ClassCount);
        double[] totals = Array.ConvertAll(counts, own => own.Sum() + (Options.Alpha * own.Length));
        return outputs.CategoryTerm(
            train.Table.Features[feature].UnseenCode, (k, category) => Math.Log((counts[k][category] + Options.Alpha) / totals[k]));
    }
}
