using System.Globalization;
using System.Text;

namespace Hamf.Models.Graph.Text;

/// <summary>What happens to accents: <c>strip_accents</c> of scikit-learn.</summary>
internal enum AccentRemoval
{
    /// <summary>They stay.</summary>
    None,

    /// <summary>Whatever does not decompose into ASCII vanishes.</summary>
    Ascii,

    /// <summary>Combining characters vanish after the text was decomposed (NFKD).</summary>
    Unicode,

    /// <summary>The same, but a text that is decomposed already stays as it is: scikit-learn before 0.22.</summary>
    UnicodeOfComposed,
}

/// <summary>Removes accents.</summary>
internal static class Accents
{
    private static readonly Lazy<HashSet<int>> Combining = new(FindCombining);

    /// <summary>Whether texts can be decomposed here: not where the runtime works without Unicode data.</summary>
    public static bool CanDecompose => "é".Normalize(NormalizationForm.FormKD).Length == 2;

    /// <summary>The text without accents, appended to <paramref name="target"/>. Allocates unless the text is ASCII.</summary>
    public static void Remove(ReadOnlySpan<char> text, AccentRemoval removal, TextBuffer target)
    {
        if (removal == AccentRemoval.None || Ascii.IsValid(text))
        {
            target.Append(text);
            return;
        }

        string whole = text.ToString();
        string decomposed = Decompose(whole);
        if (removal == AccentRemoval.UnicodeOfComposed && decomposed == whole)
        {
            target.Append(text);
            return;
        }

        foreach (Rune rune in decomposed.EnumerateRunes())
        {
            if (removal == AccentRemoval.Ascii ? rune.IsAscii : !Combining.Value.Contains(rune.Value))
            {
                target.Advance(rune.EncodeToUtf16(target.Reserve(2)));
            }
        }
    }

    private static string Decompose(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKD);
        }
        catch (ArgumentException)
        {
            throw new RowRefusedException("the text is not valid Unicode, so its accents cannot be removed");
        }
    }

    // A character has a combining class other than 0 if and only if it changes places with a neighbour of another class in the canonical order:
    // with U+0334 (class 1) behind it, or, for class 1 itself, with U+0301 (class 230) before it.
    private static HashSet<int> FindCombining()
    {
        var found = new HashSet<int>();
        for (int codePoint = 0x300; codePoint <= 0x1FFFF; codePoint++)
        {
            if (Rune.IsValid(codePoint) && CharUnicodeInfo.GetUnicodeCategory(codePoint) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
            {
                string mark = char.ConvertFromUtf32(codePoint);
                bool isCombining = !(mark + "\u0334").IsNormalized(NormalizationForm.FormKD) || !("\u0301" + mark).IsNormalized(NormalizationForm.FormKD);
                _ = isCombining && found.Add(codePoint);
            }
        }

        return found;
    }
}
