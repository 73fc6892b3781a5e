namespace Hamf.Models.Data;

/// <summary>How the cells of a <see cref="Column"/> are stored.</summary>
public enum ColumnKind
{
    /// <summary>64-bit floating point; NaN is missing.</summary>
    Number,

    /// <summary>64-bit signed integer with a null mask: identifiers, counts, times in Unix milliseconds.</summary>
    Integer,

    /// <summary>Text as codes into a dictionary of distinct strings; code -1 is missing.</summary>
    Text,
}
