namespace Hamf.Pipeline.Detectors.Reading;

/// <summary>Finds what somebody probably meant.</summary>
internal static class Suggestion
{
    private const int MaxLength = 64;

    /// <summary><c>; did you mean 'x'?</c> for the nearest known word, or an empty text when none is near.</summary>
    public static string For(string found, IEnumerable<string> known)
    {
        string? nearest = Nearest(found, known);
        return nearest is null ? "" : $"; did you mean '{nearest}'?";
    }

    /// <summary>The same as a sentence of its own: <c> Did you mean 'x'?</c>, or an empty text.</summary>
    public static string AfterSentence(string found, IEnumerable<string> known)
    {
        string? nearest = Nearest(found, known);
        return nearest is null ? "" : $" Did you mean '{nearest}'?";
    }

    /// <summary>The known word that differs in at most a third of the longer word's letters (one edit is always allowed), or null.</summary>
    public static string? Nearest(string found, IEnumerable<string> known)
    {
        if (found.Length > MaxLength)
        {
            return null;
        }

        return known
            .Where(k => k.Length <= MaxLength)
            .Select(k => (Word: k, Distance: Distance(Plain(found), Plain(k))))
            .Where(p => p.Distance <= Math.Max(1, (Math.Max(found.Length, p.Word.Length) + 1) / 3))
            .OrderBy(p => p.Distance)
            .Select(p => p.Word)
            .FirstOrDefault();
    }

    /// <summary>Least number of insertions, deletions, replacements and swaps of neighbours between two words.</summary>
    public static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                d[i, j] = i == 0 ? j : j == 0 ? i : Math.Min(
                    Math.Min(d[i - 1, j], d[i, j - 1]) + 1,
                    d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }

    private static string Plain(string word) => word.ToLowerInvariant().Replace('-', '_');
}
