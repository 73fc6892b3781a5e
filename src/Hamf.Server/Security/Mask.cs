namespace Hamf.Server;

/// <summary>Hides what identifies a person while leaving enough to tell two apart.</summary>
internal static class Mask
{
    private const char Star = '•';

    /// <summary>A card number as its first 6 and last 4 digits; anything else as its first and last character; null for null.</summary>
    public static string? Of(string? value)
    {
        if (value is null || value.Contains(Star, StringComparison.Ordinal) || value.Contains('*', StringComparison.Ordinal))
        {
            return value;
        }

        if (value.Length >= 12 && value.All(char.IsAsciiDigit))
        {
            return value[..6] + new string(Star, value.Length - 10) + value[^4..];
        }

        return value.Length <= 2 ? new string(Star, value.Length) : value[0] + new string(Star, Math.Min(value.Length - 2, 8)) + value[^1];
    }
}
