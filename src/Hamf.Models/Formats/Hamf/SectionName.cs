namespace Hamf.Models.Formats.Hamf;

/// <summary>The names of sections: four ASCII letters, the first one as the highest byte.</summary>
internal static class SectionName
{
    /// <summary>The features; always the first section that is needed.</summary>
    public const uint Features = 'F' << 24 | 'E' << 16 | 'A' << 8 | 'T';

    /// <summary>A calibration curve over the model that follows.</summary>
    public const uint Curve = 'C' << 24 | 'U' << 16 | 'R' << 8 | 'V';

    /// <summary>An additive model: logistic regression or naive Bayes.</summary>
    public const uint Additive = 'A' << 24 | 'D' << 16 | 'D' << 8 | 'I';

    /// <summary>A tree ensemble.</summary>
    public const uint Trees = 'T' << 24 | 'R' << 16 | 'E' << 8 | 'E';

    /// <summary>A graph: an imported pipeline.</summary>
    public const uint Graph = 'G' << 24 | 'R' << 16 | 'P' << 8 | 'H';

    /// <summary>Whether a reader that does not know the section may pass over it: its name begins with a small letter.</summary>
    public static bool IsOptional(uint name) => (name >> 24) is >= 'a' and <= 'z';

    /// <summary>The name as text, with a question mark for what is no letter.</summary>
    public static string Text(uint name) => string.Concat(
        Enumerable.Range(0, 4).Select(i => (char)(byte)(name >> (24 - (8 * i)))).Select(c => char.IsAsciiLetter(c) ? c : '?'));
}
