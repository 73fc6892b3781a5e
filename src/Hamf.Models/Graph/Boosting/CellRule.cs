namespace Hamf.Models.Graph.Boosting;

/// <summary>What a boosting library does to a cell before its trees see it.</summary>
internal enum CellRule
{
    /// <summary>Nothing.</summary>
    Keep,

    /// <summary>The number that the model declares, compared as floats, is missing: XGBoost.</summary>
    NumberIsMissing,

    /// <summary>Zero, up to 1e-35, is missing: LightGBM's <c>zero_as_missing</c>.</summary>
    ZeroIsMissing,

    /// <summary>The fraction is cut off, as LightGBM does with categories.</summary>
    Whole,
}
