namespace Hamf.Models.Trees;

/// <summary>How the raw output must follow a numeric feature while all others stay as they are; missing values are free.</summary>
public enum MonotoneDirection
{
    /// <summary>Never lower at a higher value.</summary>
    Rising,

    /// <summary>Never higher at a higher value.</summary>
    Falling,
}
