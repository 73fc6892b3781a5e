namespace Hamf.Models.Graph.Text;

/// <summary>The memory in which a text is taken apart; one per thread.</summary>
internal sealed class TextScratch
{
    [ThreadStatic]
    private static TextScratch? _ofThread;

    private Slice[] _terms = new Slice[256];
    private int[] _starts = new int[256];
    private long[] _codes = new long[256];

    /// <summary>The calling thread's own.</summary>
    public static TextScratch OfThread => _ofThread ??= new TextScratch();

    /// <summary>The text as prepared.</summary>
    public TextBuffer Prepared { get; } = new();

    /// <summary>The characters of which <see cref="Terms"/> are slices.</summary>
    public TextBuffer Source { get; } = new();

    /// <summary>The terms found, in <see cref="Source"/>.</summary>
    public ReadOnlySpan<Slice> Terms => _terms.AsSpan(0, TermCount);

    /// <summary>Number of terms.</summary>
    public int TermCount { get; private set; }

    /// <summary>Forgets the text.</summary>
    public void Clear()
    {
        Prepared.Clear();
        Source.Clear();
        TermCount = 0;
    }

    /// <summary>Forgets the terms before one.</summary>
    public void DropTerms(int count)
    {
        Array.Copy(_terms, count, _terms, 0, TermCount - count);
        TermCount -= count;
    }

    /// <summary>Adds a term.</summary>
    public void AddTerm(int start, int length)
    {
        if (TermCount == _terms.Length)
        {
            Array.Resize(ref _terms, TermCount * 2);
        }

        _terms[TermCount++] = new Slice(start, length);
    }

    /// <summary>A term's characters.</summary>
    public ReadOnlySpan<char> TextOf(Slice term) => Source.Span.Slice(term.Start, term.Length);

    /// <summary>Room for one number per term.</summary>
    public Span<long> Codes()
    {
        if (_codes.Length < TermCount)
        {
            _codes = new long[_terms.Length];
        }

        return _codes;
    }

    /// <summary>Where each code point of a text begins, and at the end its length.</summary>
    public ReadOnlySpan<int> CodePoints(ReadOnlySpan<char> text)
    {
        if (_starts.Length <= text.Length)
        {
            _starts = new int[Math.Max(text.Length + 1, _starts.Length * 2)];
        }

        int count = 0;
        for (int i = 0; i < text.Length; i++)
        {
            bool isSecondHalf = i > 0 && char.IsLowSurrogate(text[i]) && char.IsHighSurrogate(text[i - 1]);
            if (!isSecondHalf)
            {
                _starts[count++] = i;
            }
        }

        _starts[count] = text.Length;
        return _starts.AsSpan(0, count + 1);
    }
}

/// <summary>A part of a text.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How many characters it has.</param>
internal readonly record struct Slice(int Start, int Length);
