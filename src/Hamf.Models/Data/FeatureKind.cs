namespace Hamf.Models.Data;

/// <summary>How a model reads a feature.</summary>
public enum FeatureKind
{
    /// <summary>An ordered quantity; NaN is missing.</summary>
    Numeric,

    /// <summary>A code into <see cref="FeatureInfo.Categories"/>; the number of categories means "not seen in training", NaN is missing.</summary>
    Categorical,

    /// <summary>Raw text that the model itself reads; its place in a vector of numbers holds NaN.</summary>
    Text,
}
