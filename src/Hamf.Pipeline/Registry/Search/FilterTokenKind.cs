namespace Hamf.Pipeline.Registry.Search;

/// <summary>What a piece of a filter is.</summary>
internal enum FilterTokenKind
{
    /// <summary>A name, with or without prefix and quotes, or a keyword.</summary>
    Word,

    /// <summary>A text in single or double quotes.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary><c>=</c> and its kind, known or not.</summary>
    Comparison,

    /// <summary><c>(</c></summary>
    Open,

    /// <summary><c>)</c></summary>
    Close,

    /// <summary><c>,</c></summary>
    Comma,

    /// <summary><c>;</c></summary>
    Semicolon,

    /// <summary>A quote without its partner, or a character that means nothing here.</summary>
    Unreadable,
}
