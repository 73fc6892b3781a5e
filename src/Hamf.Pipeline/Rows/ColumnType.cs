using Hamf.Models.Data;

namespace Hamf.Pipeline.Rows;

/// <summary>The declared type of an event's column.</summary>
public enum ColumnType
{
    /// <summary>A decimal number, stored as a double.</summary>
    Number,

    /// <summary>A whole number of up to 64 bits, kept bit for bit: identifiers and counts.</summary>
    Integer,

    /// <summary>Text, kept as written: zip codes keep their leading zeros.</summary>
    Text,

    /// <summary>A point in time, stored as Unix milliseconds UTC.</summary>
    Time,

    /// <summary>A calendar day, stored as Unix milliseconds of its midnight UTC.</summary>
    Date,

    /// <summary>True or false, stored as 1 or 0.</summary>
    Boolean,
}

/// <summary>Facts about <see cref="ColumnType"/>.</summary>
public static class ColumnTypes
{
    /// <summary>How cells of a declared type are stored.</summary>
    public static ColumnKind KindOf(ColumnType type) => type switch
    {
        ColumnType.Number => ColumnKind.Number,
        ColumnType.Text => ColumnKind.Text,
        _ => ColumnKind.Integer,
    };
}
