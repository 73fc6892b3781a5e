using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Hamf.Models.Formats.Hamf;
using Hamf.Models.Graph.Preprocessing;

namespace Hamf.Models.Graph.Text;

/// <summary>How often terms with the same hash occur in a text, perhaps with signs by the hash: HashingVectorizer.</summary>
internal sealed class HashedTerms : Operator
{
    public const string KindName = "hashed-terms";

    private readonly TermFinder _finder;
    private readonly bool _isSigned;
    private readonly bool _isBinary;
    private readonly RowNorm? _norm;

    /// <param name="finder">Takes texts apart.</param>
    /// <param name="width">Number of columns.</param>
    /// <param name="isSigned">Whether half of the terms count negative.</param>
    /// <param name="isBinary">Whether each column that is met is 1.</param>
    /// <param name="norm">What the row is divided by, or null.</param>
    /// <exception cref="ArgumentException">There are no columns.</exception>
    public HashedTerms(TermFinder finder, int width, bool isSigned, bool isBinary, RowNorm? norm)
    {
        OutputWidth = width > 0 ? width : throw new ArgumentException($"Terms cannot be hashed into {width} columns.", nameof(width));
        (_finder, _isSigned, _isBinary, _norm) = (finder, isSigned, isBinary, norm);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int InputWidth => 1;

    /// <inheritdoc/>
    public override int OutputWidth { get; }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static HashedTerms Read(ref PartReader reader)
    {
        TermFinder finder = TermFinder.Read(ref reader);
        (int width, bool isSigned, bool isBinary) = (reader.Int(), reader.Flag(), reader.Flag());
        return new HashedTerms(finder, width, isSigned, isBinary, TermWeights.ReadNorm(ref reader));
    }

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        _finder.Write(writer);
        writer.Int(OutputWidth);
        writer.Flag(_isSigned);
        writer.Flag(_isBinary);
        TermWeights.WriteNorm(writer, _norm);
    }

    /// <inheritdoc/>
    public override bool ReadsText(int column) => true;

    /// <inheritdoc/>
    public override int SourceOf(int output) => 0;

    /// <inheritdoc/>
    // A column in which signs cancel is stored with 0, as the library does.
    public override void Apply(RowVector input, RowVector output, Workspace workspace)
    {
        TextScratch scratch = _finder.Find(input);
        Span<long> found = scratch.Codes();
        for (int i = 0; i < scratch.TermCount; i++)
        {
            int hash = Hash(scratch.TextOf(scratch.Terms[i]));
            long column = Math.Abs((long)hash) % OutputWidth;
            found[i] = (column << 1) | (_isSigned && hash < 0 ? 1L : 0L);
        }

        found = found[..scratch.TermCount];
        found.Sort();
        output.ResetSparse(OutputWidth);
        for (int i = 0; i < found.Length;)
        {
            int column = (int)(found[i] >> 1);
            int sum = 0;
            for (; i < found.Length && found[i] >> 1 == column; i++)
            {
                sum += (found[i] & 1) == 0 ? 1 : -1;
            }

            output.Append(column, _isBinary ? 1 : sum);
        }

        if (_norm is { } norm)
        {
            RowNormalizer.Normalize(output.Numbers, norm, isSingle: false);
        }
    }

    /// <summary>MurmurHash3 (32 bits, seed 0) of the UTF-8 form; Appleby, public domain.</summary>
    private static int Hash(ReadOnlySpan<char> term)
    {
        Span<byte> small = stackalloc byte[512];
        Span<byte> utf8 = term.Length * 3 <= small.Length ? small : new byte[term.Length * 3];
        utf8 = utf8[..Encoding.UTF8.GetBytes(term, utf8)];
        uint hash = 0;
        int whole = utf8.Length & ~3;
        for (int i = 0; i < whole; i += 4)
        {
            hash = (BitOperations.RotateLeft(hash ^ Mix(BinaryPrimitives.ReadUInt32LittleEndian(utf8[i..])), 13) * 5) + 0xE6546B64;
        }

        uint tail = 0;
        for (int i = utf8.Length - 1; i >= whole; i--)
        {
            tail = (tail << 8) | utf8[i];
        }

        hash ^= Mix(tail) ^ (uint)utf8.Length;
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return (int)(hash ^ (hash >> 16));
    }

    private static uint Mix(uint block) => BitOperations.RotateLeft(block * 0xCC9E2D51, 15) * 0x1B873593;
}
