namespace Hamf.Models.Graph.Preprocessing;

/// <summary>What scikit-learn checks of a row before it transforms it; a row that fails is refused.</summary>
internal static class RowCheck
{
    /// <summary>Numbers only, and all of them present and finite.</summary>
    public static void Finite(RowVector row, string kind)
    {
        NoTexts(row, kind);
        ReadOnlySpan<double> numbers = row.Numbers;
        for (int i = 0; i < numbers.Length; i++)
        {
            if (!double.IsFinite(numbers[i]))
            {
                throw Refused(row, i, kind, double.IsNaN(numbers[i]) ? "is missing" : "is infinite");
            }
        }
    }

    /// <summary>Numbers only; missing ones may be among them, infinite ones not.</summary>
    public static void FiniteOrMissing(RowVector row, string kind)
    {
        NoTexts(row, kind);
        NotInfinite(row, kind);
    }

    /// <summary>No infinite numbers; texts may be among them.</summary>
    public static void NotInfinite(RowVector row, string kind)
    {
        ReadOnlySpan<double> numbers = row.Numbers;
        for (int i = 0; i < numbers.Length; i++)
        {
            if (double.IsInfinity(numbers[i]))
            {
                throw Refused(row, i, kind, "is infinite");
            }
        }
    }

    /// <summary>No texts.</summary>
    public static void NoTexts(RowVector row, string kind)
    {
        int text = row.Texts.IndexOfAnyExcept((string?)null);
        if (text >= 0)
        {
            throw Refused(row, text, kind, "is a text");
        }
    }

    /// <summary>The refusal of a stored value.</summary>
    public static RowRefusedException Refused(RowVector row, int stored, string kind, string fault) =>
        new($"column {(row.IsSparse ? row.Indices[stored] : stored)} of the input of {kind} {fault}, which it does not take");
}
