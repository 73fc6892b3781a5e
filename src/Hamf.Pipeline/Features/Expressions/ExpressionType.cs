namespace Hamf.Pipeline.Features.Expressions;

/// <summary>The types of the feature language.</summary>
internal enum ExpressionType
{
    /// <summary>A double; NaN is missing.</summary>
    Number,

    /// <summary>A string; null is missing.</summary>
    Text,

    /// <summary>1, 0, or NaN for missing.</summary>
    Boolean,

    /// <summary>Unix milliseconds as a double; NaN is missing.</summary>
    Time,
}

internal static class ExpressionTypes
{
    /// <summary>The type's name with its article, for messages.</summary>
    public static string InWords(this ExpressionType type) => type switch
    {
        ExpressionType.Number => "a number",
        ExpressionType.Text => "a text",
        ExpressionType.Boolean => "a boolean",
        _ => "a time",
    };
}
