namespace Hamf.Pipeline.Features.Expressions;

/// <summary>Finds the name that was probably meant.</summary>
internal static class Suggestion
{
    /// <summary><c> Did you mean 'x'?</c>, or nothing when no name is near.</summary>
    public static string For(string found, IEnumerable<string> known)
    {
        string? best = null;
        int bestDistance = Math.Max(1, found.Length / 3) + 1;
        foreach (string candidate in known)
        {
            int distance = Distance(found.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance < bestDistance)
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best is null ? "" : $" Did you mean '{best}'?";
    }

    /// <summary>Fewest insertions, removals and replacements (Levenshtein).</summary>
    private static int Distance(string a, string b)
    {
        int[] row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
