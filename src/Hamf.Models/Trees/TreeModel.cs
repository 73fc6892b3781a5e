using Hamf.Models.Data;
using Hamf.Models.Graph;

namespace Hamf.Models.Trees;

/// <summary>A boosted tree ensemble with a logistic link.</summary>
public sealed class TreeModel : Model
{
    internal TreeModel(IReadOnlyList<FeatureInfo> features) : base(features)
    {
    }

    /// <inheritdoc/>
    public override string Algorithm => "gbdt";

    /// <inheritdoc/>
    public override double Score(ReadOnlySpan<double> values) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override void ScoreAll(FeatureTable table, Span<double> scores) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override double Explain(ReadOnlySpan<double> values, Span<double> contributions) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override double[] Importance() => throw new NotImplementedException();
}
