using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Text;

/// <summary>How often each term of a vocabulary occurs in a text: CountVectorizer.</summary>
internal sealed class TermCounts : Operator
{
    public const string KindName = "term-counts";

    private readonly TermFinder _finder;
    private readonly string[] _terms;
    private readonly bool _isBinary;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _columns;

    /// <param name="finder">Takes texts apart.</param>
    /// <param name="terms">The term of each column.</param>
    /// <param name="isBinary">Whether a term counts once.</param>
    /// <exception cref="ArgumentException">There are no terms, or one comes twice.</exception>
    public TermCounts(TermFinder finder, string[] terms, bool isBinary)
    {
        if (terms.Length == 0)
        {
            throw new ArgumentException("The vocabulary is empty.", nameof(terms));
        }

        (_finder, _terms, _isBinary) = (finder, terms, isBinary);
        var columns = new Dictionary<string, int>(terms.Length, StringComparer.Ordinal);
        for (int i = 0; i < terms.Length; i++)
        {
            if (!columns.TryAdd(terms[i], i))
            {
                throw new ArgumentException($"Term {i} of the vocabulary comes twice.", nameof(terms));
            }
        }

        _columns = columns.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int InputWidth => 1;

    /// <inheritdoc/>
    public override int OutputWidth => _terms.Length;

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static TermCounts Read(ref PartReader reader) => new(TermFinder.Read(ref reader), reader.Texts("a term"), reader.Flag());

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        _finder.Write(writer);
        writer.Texts(_terms);
        writer.Flag(_isBinary);
    }

    /// <inheritdoc/>
    public override bool ReadsText(int column) => true;

    /// <inheritdoc/>
    public override int SourceOf(int output) => 0;

    /// <inheritdoc/>
    public override void Apply(RowVector input, RowVector output, Workspace workspace)
    {
        TextScratch scratch = _finder.Find(input);
        Span<long> found = scratch.Codes();
        int count = 0;
        foreach (Slice term in scratch.Terms)
        {
            if (_columns.TryGetValue(scratch.TextOf(term), out int column))
            {
                found[count++] = column;
            }
        }

        found = found[..count];
        found.Sort();
        output.ResetSparse(OutputWidth);
        for (int i = 0; i < count;)
        {
            int end = i;
            while (end < count && found[end] == found[i])
            {
                end++;
            }

            output.Append((int)found[i], _isBinary ? 1 : end - i);
            i = end;
        }
    }
}
