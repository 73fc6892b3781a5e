using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Models.Learning;
using Hamf.Models.Linear;

namespace Hamf.Models.Bayes;

/// <summary>
/// Trains multinomial naive Bayes: each number is how often something occurred in the row, each category occurred once. Missing values, and in
/// training infinite ones, count nothing. Deterministic. Thread-safe.
/// </summary>
public sealed class MultinomialBayesTrainer(MultinomialBayesOptions options) : Trainer
{
    internal const string Name = "multinomial_nb";

    /// <summary>The settings.</summary>
    public MultinomialBayesOptions Options { get; } = options;

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
        var counts = new double[features.Count][][];
        var totals = new double[outputs.ClassCount];
        for (int f = 0; f < counts.Length; f++)
        {
            cancellation.ThrowIfCancellationRequested();
            counts[f] = features[f].Kind == FeatureKind.Numeric
                ? CountNumbers(train, f, outputs.ClassCount)
                : CategoryCounts.Count(train, f, outputs.ClassCount);
            for (int k = 0; k < totals.Length; k++)
            {
                totals[k] += counts[f][k].Sum() + (Options.Alpha * counts[f][k].Length);
            }
        }

        Require(totals.All(double.IsFinite), "The counts are too large to be added.");
        var terms = new AdditiveTerm[features.Count];
        for (int f = 0; f < terms.Length; f++)
        {
            double[][] own = counts[f];
            double LogShare(int k, int input) => Math.Log((own[k][input] + Options.Alpha) / totals[k]);
            terms[f] = features[f].Kind == FeatureKind.Numeric
                ? NumericTerm(train.Table, f, outputs, k => LogShare(k, 0))
                : outputs.CategoryTerm(features[f].UnseenCode, LogShare);
        }

        (terms, double[] importance) = EffectSpread.Measure(terms, train);
        return new NaiveBayesModel(features, outputs.Priors(), terms, importance) { IsMultinomial = true };
    }

    // [classes][1].
    private static double[][] CountNumbers(TrainingSet train, int feature, int classCount)
    {
        double[][] counts = Enumerable.Range(0, classCount).Select(_ => new double[1]).ToArray();
        for (int row = 0; row < train.Table.RowCount; row++)
        {
            double value = train.Table.Columns[feature][row];
            Require(!(value < 0), $"Feature '{train.Table.Features[feature].Name}' must hold counts; row {row} has {value:R}.");
            counts[(int)train.Targets[row]][0] += double.IsFinite(value) ? train.WeightOf(row) * value : 0;
        }

        return counts;
    }

    // The scale only sets where values are limited: far beyond the highest that was seen.
    private static LinearTerms NumericTerm(FeatureTable table, int feature, BayesOutputs outputs, Func<int, double> logShare)
    {
        double highest = 0;
        foreach (double value in table.Columns[feature].AsSpan(0, table.RowCount))
        {
            highest = double.IsFinite(value) ? Math.Max(highest, value) : highest;
        }

        double scale = highest > 0 ? highest : 1;
        return new LinearTerms(0, scale, [.. outputs.FromClasses(k => scale * logShare(k)), .. new double[outputs.Count]], new double[outputs.Count]);
    }

    private static void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw new ArgumentException(problem);
        }
    }
}
