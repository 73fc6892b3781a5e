using Hamf.Models.Data;

namespace Hamf.Models.Graph;

/// <summary>
/// A trained binary classifier: a feature vector in, the probability of the positive class out.
/// Immutable and safe to use from many threads.
/// </summary>
public abstract class Model(IReadOnlyList<FeatureInfo> features)
{
    /// <summary>The inputs, in the order in which a feature vector carries them.</summary>
    public IReadOnlyList<FeatureInfo> Features { get; } = features;

    /// <summary>The algorithm's short name: <c>gbdt</c> or <c>logistic</c>.</summary>
    public abstract string Algorithm { get; }

    /// <summary>The probability of the positive class, in [0, 1]. Allocates nothing.</summary>
    /// <param name="values">One value per feature; NaN is missing.</param>
    public abstract double Score(ReadOnlySpan<double> values);

    /// <summary>Scores every row of <paramref name="table"/>; the same bits as <see cref="Score"/> row by row.</summary>
    /// <param name="table">Features in the model's order.</param>
    /// <param name="scores">[rows], receives the probabilities.</param>
    public abstract void ScoreAll(FeatureTable table, Span<double> scores);

    /// <summary>
    /// Each feature's exact contribution to this row's log-odds (path-dependent SHAP for trees). The contributions and the
    /// returned base value add up to the log-odds of <see cref="Score"/>.
    /// </summary>
    /// <param name="values">One value per feature.</param>
    /// <param name="contributions">[features], receives the contributions in log-odds.</param>
    /// <returns>The base value in log-odds.</returns>
    public abstract double Explain(ReadOnlySpan<double> values, Span<double> contributions);

    /// <summary>How much each feature contributed in training, [features], not negative, summing to 1 (all 0 if none did).</summary>
    public abstract double[] Importance();
}
