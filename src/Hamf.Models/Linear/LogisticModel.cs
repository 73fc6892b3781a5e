using Hamf.Models.Data;
using Hamf.Models.Graph;

namespace Hamf.Models.Linear;

/// <summary>A logistic regression over standardised and one-hot inputs.</summary>
public sealed class LogisticModel : Model
{
    internal LogisticModel(IReadOnlyList<FeatureInfo> features) : base(features)
    {
    }

    /// <inheritdoc/>
    public override string Algorithm => "logistic";

    /// <inheritdoc/>
    public override double Score(ReadOnlySpan<double> values) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override void ScoreAll(FeatureTable table, Span<double> scores) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override double Explain(ReadOnlySpan<double> values, Span<double> contributions) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override double[] Importance() => throw new NotImplementedException();
}
