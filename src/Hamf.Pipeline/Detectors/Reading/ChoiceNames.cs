using System.Text;

namespace Hamf.Pipeline.Detectors.Reading;

/// <summary>The words a file uses for the members of an enum: <c>BestF1</c> is <c>best_f1</c>.</summary>
internal static class ChoiceNames<T>
    where T : struct, Enum
{
    /// <summary>All words, in the order of the enum.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<T>().Select(v => Snake(v.ToString()))];

    public static string Of(T value) => Snake(value.ToString());

    public static bool TryParse(string text, out T value)
    {
        foreach (T candidate in Enum.GetValues<T>())
        {
            if (Of(candidate) == text)
            {
                value = candidate;
                return true;
            }
        }

        value = default;
        return false;
    }

    private static string Snake(string name)
    {
        var text = new StringBuilder();
        for (int i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]))
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}
