namespace Hamf.Models.Formats.Boosting;

/// <summary>A value of a JSON or UBJSON document. Exactly one of the properties is set; all are null for null and for booleans.</summary>
internal sealed class DocumentNode
{
    /// <summary>The value null.</summary>
    public static readonly DocumentNode Null = new();

    /// <summary>The value true.</summary>
    public static readonly DocumentNode True = new();

    /// <summary>The value false.</summary>
    public static readonly DocumentNode False = new();

    public string? Text { get; init; }

    public double? Number { get; init; }

    /// <summary>A list of nothing but numbers; an empty list too.</summary>
    public double[]? Numbers { get; init; }

    /// <summary>Any other list.</summary>
    public List<DocumentNode>? Items { get; init; }

    /// <summary>The members of an object; of equal names the last one counts.</summary>
    public Dictionary<string, DocumentNode>? Members { get; init; }

    /// <summary>What it is, for messages.</summary>
    public string Describe() => this switch
    {
        { Text: not null } => "a text",
        { Number: not null } => "a number",
        { Numbers: not null } => $"a list of {Numbers.Length} numbers",
        { Items: not null } => $"a list of {Items.Count} values",
        { Members: not null } => $"an object of {Members.Count} members",
        _ when this == Null => "null",
        _ => this == True ? "true" : "false",
    };
}
