using Hamf.Models.Data;

namespace Hamf.Models.Linear;

/// <summary>What one feature adds to the raw outputs of an <see cref="AdditiveModel"/>. Immutable: whoever builds one hands the arrays over.</summary>
/// <param name="MeanEffects">Mean of what the feature adds to each raw output over the training rows, [outputs].</param>
internal abstract record AdditiveTerm(double[] MeanEffects)
{
    /// <summary>What a value of the feature adds to a raw output; finite for every value.</summary>
    public abstract double Effect(double value, FeatureInfo feature, int output);
}
