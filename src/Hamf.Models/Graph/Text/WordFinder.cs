using System.Buffers;
using System.Text;

namespace Hamf.Models.Graph.Text;

/// <summary>Finds the words of a text: by hand for the usual patterns, else by a regular expression.</summary>
internal sealed class WordFinder
{
    /// <summary>scikit-learn's own pattern: two or more word characters.</summary>
    public const string UsualPattern = @"(?u)\b\w\w+\b";

    private readonly int _leastLength;
    private readonly RegexWords? _regex;

    /// <param name="pattern">Python's regular expression.</param>
    /// <exception cref="ArgumentException">It has no equal in .NET.</exception>
    public WordFinder(string pattern)
    {
        // Runs of word characters: the boundaries around them change nothing.
        _leastLength = pattern.Replace("(?u)", string.Empty, StringComparison.Ordinal) switch
        {
            @"\b\w\w+\b" or @"\w\w+" or @"\b\w{2,}\b" or @"\w{2,}" => 2,
            @"\b\w+\b" or @"\w+" or @"\b\w{1,}\b" => 1,
            @"\b\w\w\w+\b" or @"\b\w{3,}\b" => 3,
            _ => 0,
        };
        _regex = _leastLength == 0 ? new RegexWords(pattern) : null;
    }

    /// <summary>Writes the words of the prepared text into the source, one space behind each, and as terms.</summary>
    public void Find(TextScratch scratch)
    {
        if (_regex is not null)
        {
            _regex.Find(scratch);
            return;
        }

        ReadOnlySpan<char> text = scratch.Prepared.Span;
        int at = 0;
        while (at < text.Length)
        {
            (int size, bool isWord) = Next(text, at);
            if (!isWord)
            {
                at += size;
                continue;
            }

            int start = at;
            int points = 0;
            for (; isWord; points++)
            {
                at += size;
                (size, isWord) = at < text.Length ? Next(text, at) : (0, false);
            }

            if (points >= _leastLength)
            {
                scratch.AddTerm(scratch.Source.Length, at - start);
                scratch.Source.Append(text[start..at]);
                scratch.Source.Append(' ');
            }
        }
    }

    private static (int Size, bool IsWord) Next(ReadOnlySpan<char> text, int at)
    {
        char c = text[at];
        if (!char.IsSurrogate(c))
        {
            return (1, PythonText.IsWord(c));
        }

        return Rune.DecodeFromUtf16(text[at..], out Rune rune, out int size) == OperationStatus.Done
            ? (size, PythonText.IsWord(rune.Value))
            : (1, false);
    }
}
