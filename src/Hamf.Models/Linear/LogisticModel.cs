using Hamf.Models.Data;

namespace Hamf.Models.Linear;

/// <summary>A logistic regression over standardised and one-hot inputs; softmax with several outputs.</summary>
public sealed class LogisticModel : AdditiveModel
{
    internal LogisticModel(IReadOnlyList<FeatureInfo> features, double[] intercepts, AdditiveTerm[] terms, double[] importance)
        : base(features, intercepts, terms, importance)
    {
    }

    /// <inheritdoc/>
    public override string Algorithm => "logistic";
}
