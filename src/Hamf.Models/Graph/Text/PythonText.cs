using System.Buffers;
using System.Globalization;
using System.Text;

namespace Hamf.Models.Graph.Text;

/// <summary>What Python's <c>str</c> and <c>re</c> say of characters. Texts are UTF-16, rules are about code points.</summary>
internal static class PythonText
{
    private const char CapitalSigma = 'Σ';
    private const char SmallSigma = 'σ';
    private const char FinalSigma = 'ς';
    private const char CapitalDottedI = 'İ';
    private const char DotAbove = '\u0307';

    // Characters that are cased though they are not of the categories Lu, Ll, Lt (Unicode: Other_Uppercase, Other_Lowercase)...
    private static readonly (int First, int Last)[] OtherCased =
        [(0xAA, 0xAA), (0xBA, 0xBA), (0x2160, 0x217F), (0x24B6, 0x24E9), (0x1F130, 0x1F149), (0x1F150, 0x1F169), (0x1F170, 0x1F189)];

    // ...and that are ignored in the search for a cased one though they are not of Mn, Me, Cf, Lm, Sk (Word_Break MidLetter, MidNumLet, Single_Quote).
    private static readonly SearchValues<char> OtherIgnored =
        SearchValues.Create("'.:\u00B7\u0387\u055F\u05F4\u2018\u2019\u2024\u2027\uFE13\uFE52\uFE55\uFF07\uFF0E\uFF1A");

    /// <summary>Whether <c>\w</c> matches: letters and numbers of all scripts, and the underscore.</summary>
    public static bool IsWord(int codePoint)
    {
        if (codePoint < 128)
        {
            return char.IsAsciiLetterOrDigit((char)codePoint) || codePoint == '_';
        }

        return CharUnicodeInfo.GetUnicodeCategory(codePoint) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
            or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
    }

    /// <summary>Whether <c>\s</c> matches: .NET's white space, and the four separators of ASCII.</summary>
    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\x1C' and <= '\x1F';

    /// <summary><c>str.lower()</c>, appended to <paramref name="target"/>.</summary>
    public static void Lower(ReadOnlySpan<char> text, TextBuffer target)
    {
        // Only the dotted capital I grows, from one to two.
        Span<char> lowered = target.Reserve((text.Length * 2) + 1);
        if (Ascii.ToLower(text, lowered, out int length) == OperationStatus.Done)
        {
            target.Advance(length);
            return;
        }

        int written = 0;
        for (int at = 0; at < text.Length;)
        {
            OperationStatus status = Rune.DecodeFromUtf16(text[at..], out Rune rune, out int size);
            if (status != OperationStatus.Done)
            {
                lowered[written++] = text[at++];
                continue;
            }

            written += Lower(text, at, rune, lowered[written..]);
            at += size;
        }

        target.Advance(written);
    }

    private static int Lower(ReadOnlySpan<char> text, int at, Rune rune, Span<char> target)
    {
        switch (rune.Value)
        {
            case CapitalDottedI:
                (target[0], target[1]) = ('i', DotAbove);
                return 2;
            case CapitalSigma:
                target[0] = IsFinal(text, at) ? FinalSigma : SmallSigma;
                return 1;
            default:
                return Rune.ToLowerInvariant(rune).EncodeToUtf16(target);
        }
    }

    // A sigma is final after a cased character and not before one, ignoring marks and such between (Unicode, Final_Sigma).
    private static bool IsFinal(ReadOnlySpan<char> text, int at)
    {
        int before = at;
        bool isAfterCased = false;
        while (before > 0)
        {
            _ = Rune.DecodeLastFromUtf16(text[..before], out Rune rune, out int size);
            before -= size;
            if (!IsIgnored(rune))
            {
                isAfterCased = IsCased(rune);
                break;
            }
        }

        for (int after = at + 1; isAfterCased && after < text.Length;)
        {
            _ = Rune.DecodeFromUtf16(text[after..], out Rune rune, out int size);
            after += size;
            if (!IsIgnored(rune))
            {
                return !IsCased(rune);
            }
        }

        return isAfterCased;
    }

    private static bool IsIgnored(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
            or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol
        || (rune.IsBmp && OtherIgnored.Contains((char)rune.Value));

    private static bool IsCased(Rune rune)
    {
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter)
        {
            return true;
        }

        foreach ((int first, int last) in OtherCased)
        {
            if (rune.Value >= first && rune.Value <= last)
            {
                return true;
            }
        }

        return false;
    }
}
