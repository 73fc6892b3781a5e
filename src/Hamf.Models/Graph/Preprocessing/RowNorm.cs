namespace Hamf.Models.Graph.Preprocessing;

/// <summary>How long a row is.</summary>
internal enum RowNorm
{
    /// <summary>The root of the sum of squares.</summary>
    Euclidean,

    /// <summary>The sum of absolute values.</summary>
    Absolute,

    /// <summary>The largest absolute value.</summary>
    Largest,
}
