using System.Text;

namespace Hamf.Server.Mlflow;

/// <summary>Lengths of texts, counted in characters as people and Python count them: a pair of surrogates is one.</summary>
internal static class TextLimits
{
    /// <summary>True when a text has more than <paramref name="max"/> characters.</summary>
    public static bool IsLonger(string text, int max) => text.Length > max && Count(text, max + 1) > max;

    /// <summary>The first <paramref name="max"/> characters of a text.</summary>
    public static string Cut(string text, int max)
    {
        if (text.Length <= max)
        {
            return text;
        }

        int at = 0;
        int count = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (count++ == max)
            {
                break;
            }

            at += rune.Utf16SequenceLength;
        }

        return at == text.Length ? text : text[..at];
    }

    /// <summary>Refuses a text of more than <paramref name="max"/> characters.</summary>
    /// <exception cref="Hamf.Pipeline.Registry.RegistryException">It is longer.</exception>
    public static void Check(string path, string text, int max)
    {
        if (IsLonger(text, max))
        {
            throw WireFault.TooLong(path, max);
        }
    }

    private static int Count(string text, int enough)
    {
        int count = 0;
        foreach (Rune _ in text.EnumerateRunes())
        {
            if (++count == enough)
            {
                break;
            }
        }

        return count;
    }
}
