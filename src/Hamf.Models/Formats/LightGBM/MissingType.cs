namespace Hamf.Models.Formats.LightGBM;

/// <summary>What a split by threshold of LightGBM takes for missing; the numbers are the library's.</summary>
internal enum MissingType
{
    /// <summary>Nothing: NaN is read as 0.</summary>
    None = 0,

    /// <summary>Zero, and NaN, which is read as 0.</summary>
    Zero = 1,

    /// <summary>NaN.</summary>
    NaN = 2,
}
