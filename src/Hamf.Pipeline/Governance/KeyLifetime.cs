using System.Globalization;

namespace Hamf.Pipeline.Governance;

/// <summary>How long a key is accepted, as people write it: <c>90d</c> or <c>12h</c>.</summary>
public static class KeyLifetime
{
    /// <summary>What is expected.</summary>
    public const string Form = "a time such as 90d or 12h, at most 3650d";

    private const int DaysMax = 3650;

    /// <summary>Reads a lifetime.</summary>
    /// <returns>Null when the text is none, or longer than ten years.</returns>
    public static TimeSpan? Parse(string text)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count))
        {
            return null;
        }

        long hours = text[^1] switch { 'd' => count * 24L, 'h' => count, _ => 0 };
        return hours is > 0 and <= DaysMax * 24L ? TimeSpan.FromHours(hours) : null;
    }
}
