namespace Hamf.Pipeline.Registry.Search;

/// <summary>How a clause compares.</summary>
public enum Comparator
{
    /// <summary><c>=</c></summary>
    Equal,

    /// <summary><c>!=</c></summary>
    NotEqual,

    /// <summary><c>&lt;</c></summary>
    Less,

    /// <summary><c>&lt;=</c></summary>
    LessOrEqual,

    /// <summary><c>&gt;</c></summary>
    Greater,

    /// <summary><c>&gt;=</c></summary>
    GreaterOrEqual,

    /// <summary><c>LIKE</c>: % any text, _ any character, upper and lower case differ.</summary>
    Like,

    /// <summary><c>ILIKE</c>: as LIKE, upper and lower case alike.</summary>
    ILike,

    /// <summary><c>IN (...)</c></summary>
    In,

    /// <summary><c>NOT IN (...)</c></summary>
    NotIn,

    /// <summary><c>IS NULL</c></summary>
    IsNull,

    /// <summary><c>IS NOT NULL</c></summary>
    IsNotNull,
}
