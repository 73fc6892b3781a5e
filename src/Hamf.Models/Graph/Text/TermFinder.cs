using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Text;

/// <summary>Takes a text apart into terms, as scikit-learn's vectorizers do: words or characters, alone or several in a row.</summary>
internal sealed class TermFinder
{
    // Longer terms than anybody counts; the terms of a text are as many as its words times this at most.
    private const int MaxLength = 64;

    private readonly TermOptions _options;
    private readonly WordFinder _words;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _stopWords;

    /// <exception cref="ArgumentException">The options make no sense.</exception>
    public TermFinder(TermOptions options)
    {
        if (options.LeastLength < 1 || options.MostLength < options.LeastLength || options.MostLength > MaxLength
            || !Enum.IsDefined(options.Unit) || !Enum.IsDefined(options.Accents))
        {
            throw new ArgumentException($"Terms of {options.LeastLength} to {options.MostLength} parts cannot be counted (at most {MaxLength}).");
        }

        if (options.Accents != AccentRemoval.None && !Accents.CanDecompose)
        {
            throw new ArgumentException("Accents cannot be removed, because .NET runs without Unicode data here (invariant globalization).");
        }

        _options = options;
        _words = new WordFinder(options.WordPattern);
        _stopWords = new HashSet<string>(options.StopWords, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static TermFinder Read(ref PartReader reader) => new(TermOptions.Read(ref reader));

    /// <summary>Writes what <see cref="Read"/> reads.</summary>
    public void Write(PartWriter writer) => _options.Write(writer);

    /// <summary>Finds the terms of the only column of a row.</summary>
    /// <exception cref="RowRefusedException">The row has no text.</exception>
    public TextScratch Find(RowVector row)
    {
        string text = (row.HasTexts ? row.Texts[0] : null) ?? throw new RowRefusedException("the text is missing");
        TextScratch scratch = TextScratch.OfThread;
        scratch.Clear();
        Prepare(text, scratch);
        switch (_options.Unit)
        {
            case TermUnit.Word:
                FindWords(scratch);
                break;
            case TermUnit.Character:
                scratch.Source.AppendCollapsed(scratch.Prepared.Span);
                AddRuns(scratch, 0, scratch.Source.Length);
                break;
            default:
                FindInWords(scratch);
                break;
        }

        return scratch;
    }

    private void Prepare(string text, TextScratch scratch)
    {
        if (_options.Accents == AccentRemoval.None)
        {
            Lower(text, scratch.Prepared);
            return;
        }

        // The source is free until terms are found.
        Lower(text, scratch.Source);
        Accents.Remove(scratch.Source.Span, _options.Accents, scratch.Prepared);
        scratch.Source.Clear();
    }

    private void Lower(string text, TextBuffer target)
    {
        if (_options.IsLowered)
        {
            PythonText.Lower(text, target);
        }
        else
        {
            target.Append(text);
        }
    }

    // The words stand in the source with one space between, so that words in a row are one slice.
    private void FindWords(TextScratch scratch)
    {
        _words.Find(scratch);
        int words = KeepWords(scratch);
        for (int length = _options.LeastLength; length <= Math.Min(_options.MostLength, words); length++)
        {
            for (int first = 0; length > 1 && first + length <= words; first++)
            {
                (Slice from, Slice to) = (scratch.Terms[first], scratch.Terms[first + length - 1]);
                scratch.AddTerm(from.Start, to.Start + to.Length - from.Start);
            }
        }

        if (_options.LeastLength > 1)
        {
            scratch.DropTerms(words);
        }
    }

    private int KeepWords(TextScratch scratch)
    {
        if (_options.StopWords.Length == 0)
        {
            return scratch.TermCount;
        }

        // What is kept is written behind what was found.
        int found = scratch.TermCount;
        for (int i = 0; i < found; i++)
        {
            Slice word = scratch.Terms[i];
            if (!_stopWords.Contains(scratch.TextOf(word)))
            {
                int start = scratch.Source.Length;
                scratch.Source.Reserve(word.Length + 1);
                scratch.Source.Append(scratch.TextOf(word));
                scratch.Source.Append(' ');
                scratch.AddTerm(start, word.Length);
            }
        }

        scratch.DropTerms(found);
        return scratch.TermCount;
    }

    private void FindInWords(TextScratch scratch)
    {
        ReadOnlySpan<char> text = scratch.Prepared.Span;
        for (int at = 0; at < text.Length;)
        {
            int end = at;
            while (end < text.Length && !PythonText.IsSpace(text[end]))
            {
                end++;
            }

            if (end > at)
            {
                int start = scratch.Source.Length;
                scratch.Source.Append(' ');
                scratch.Source.Append(text[at..end]);
                scratch.Source.Append(' ');
                AddPadded(scratch, start, scratch.Source.Length - start);
            }

            at = end + 1;
        }
    }

    // A word shorter than a term is a term itself, once.
    private void AddPadded(TextScratch scratch, int start, int length)
    {
        ReadOnlySpan<int> points = scratch.CodePoints(scratch.Source.Span.Slice(start, length));
        int count = points.Length - 1;
        for (int size = _options.LeastLength; size <= _options.MostLength; size++)
        {
            int last = Math.Max(count - size, 0);
            for (int first = 0; first <= last; first++)
            {
                scratch.AddTerm(start + points[first], points[Math.Min(first + size, count)] - points[first]);
            }

            if (last == 0)
            {
                return;
            }
        }
    }

    private void AddRuns(TextScratch scratch, int start, int length)
    {
        ReadOnlySpan<int> points = scratch.CodePoints(scratch.Source.Span.Slice(start, length));
        int count = points.Length - 1;
        for (int size = _options.LeastLength; size <= Math.Min(_options.MostLength, count); size++)
        {
            for (int first = 0; first + size <= count; first++)
            {
                scratch.AddTerm(start + points[first], points[first + size] - points[first]);
            }
        }
    }
}
