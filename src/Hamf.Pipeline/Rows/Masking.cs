using System.Text;

namespace Hamf.Pipeline.Rows;

/// <summary>The one place where personal values are made safe to show: in rejects, logs, alerts and mails.</summary>
public static class Masking
{
    // Numbers this short (zip codes, phone extensions) say too much with ten digits shown; card numbers start at 13 digits.
    private const int LongestShortNumber = 12;

    /// <summary>
    /// Hides a personal value. More than 12 digits (spaces and dashes between them allowed) keep the first 6 and the last 4, as is usual for
    /// card numbers: <c>411111******1111</c>. Anything else keeps its first 2 characters: <c>Jessica</c> becomes <c>Je***</c>; up to 2
    /// characters are hidden whole.
    /// </summary>
    public static string Mask(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return IsLongNumber(value) ? MaskNumber(value) : MaskText(value);
    }

    /// <summary>The value as it may be shown in a reject: masked when personal, and cut to 64 characters.</summary>
    public static string Shown(string value, bool personal)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Cut(personal ? Mask(value) : value);
    }

    /// <summary>The same for UTF-8 bytes; bytes that are no UTF-8 show as the replacement character.</summary>
    public static string Shown(ReadOnlySpan<byte> utf8, bool personal)
    {
        // A personal value is looked at whole: cut first, a long card number list would look like text. It is still bounded by its own limit.
        int bytes = Math.Min(utf8.Length, RowLimits.FieldBytesMax);
        return Shown(Encoding.UTF8.GetString(utf8[..bytes]), personal);
    }

    private static bool IsLongNumber(string value)
    {
        int digits = 0;
        foreach (char c in value)
        {
            if (char.IsAsciiDigit(c))
            {
                digits++;
            }
            else if (c is not (' ' or '-'))
            {
                return false;
            }
        }

        return digits > LongestShortNumber;
    }

    private static string MaskNumber(string value)
    {
        string digits = string.Concat(value.Where(char.IsAsciiDigit));
        return digits[..6] + new string('*', digits.Length - 10) + digits[^4..];
    }

    private static string MaskText(string value)
    {
        if (value.Length <= 2)
        {
            return new string('*', value.Length);
        }

        // The number of stars is fixed: the length of a name is personal too. A pair of surrogates is one character.
        int kept = char.IsHighSurrogate(value[1]) ? 1 : 2;
        return value[..kept] + "***";
    }

    private static string Cut(string value)
    {
        if (value.Length <= RowLimits.ShownCharactersMax)
        {
            return value;
        }

        int length = RowLimits.ShownCharactersMax - 1;
        if (char.IsHighSurrogate(value[length - 1]))
        {
            length--;
        }

        return value[..length] + "…";
    }
}
