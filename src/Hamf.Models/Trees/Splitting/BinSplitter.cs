using System.Numerics;
using Hamf.Models.Data;
using Hamf.Models.Numerics;
using Hamf.Models.Trees.Binning;

namespace Hamf.Models.Trees.Splitting;

/// <summary>Splits by bins: the cells of large nodes are filled for several features in one pass, those of small nodes are visited by their bits.</summary>
internal sealed class BinSplitter<TTally>(
    BinnedRows rows, IReadOnlyList<FeatureInfo> features, TreeSettings settings, Bag bag, TTally tally)
    : NodeSplitter<TTally>(features, settings, bag, tally)
    where TTally : struct, ITally
{
    /// <summary>Cells that the tally must have.</summary>
    public static int Cells => BinnedRows.MaxCodes * TTally.FeaturesAtOnce;

    // Below, walking over the bits of the filled cells is less work than looking at all cells; the limit is that of the prototype of the trainer.
    private const int SmallNodeRows = 96;

    private readonly int[] _codes = new int[BinnedRows.MaxCodes];
    private readonly byte[] _goesLeft = new byte[BinnedRows.MaxCodes];

    /// <inheritdoc/>
    public override int Divide(in NodeSplit split, int start, int end)
    {
        int missing = MissingCode(split.Feature);
        int[]? positions = PositionsOf(split.Feature);
        for (int code = 0; code < missing; code++)
        {
            _goesLeft[code] = (positions is null ? code : positions[code]) <= split.LastLeft ? (byte)1 : (byte)0;
        }

        _goesLeft[missing] = split.MissingLeft ? (byte)1 : (byte)0;
        return Bag.Divide(start, end, new Side(rows, split.Feature, _goesLeft));
    }

    /// <inheritdoc/>
    protected override void Prepare(ReadOnlySpan<int> features, int start, int end)
    {
        if (!IsSmall(start, end))
        {
            Tally.AddAll(rows, features, start, end);
        }
    }

    /// <inheritdoc/>
    protected override NodeSplit? FindBy(int feature, int index, int start, int end, double atLeast, ref SplitMix64 random)
    {
        int first = index * BinnedRows.MaxCodes;
        int count = MissingCode(feature) + 1;
        bool isSmall = IsSmall(start, end);
        if (isSmall)
        {
            count = FillSmall(feature, first, start, end);
        }
        else if (PositionsOf(feature) is int[] positions)
        {
            FillReordered(feature, first, positions, start, end);
        }

        if (DrawsCuts)
        {
            DrawCut(first, count - 1, ref random);
        }

        Cut cut = Tally.FindCut(first, count, atLeast);
        Tally.Clear(first, count);
        return cut.IsConstant ? null : ToSplit(feature, cut, isSmall, count);
    }

    /// <inheritdoc/>
    protected override bool KeepsOrder(int feature) => rows.Bins[feature].KeepsOrder;

    /// <inheritdoc/>
    protected override int MissingCode(int feature) => rows.Bins[feature].MissingBin;

    /// <inheritdoc/>
    protected override int CodeOf(int feature, int row) => rows.Codes[(row * rows.Stride) + feature];

    /// <inheritdoc/>
    protected override int CodeOfCategory(int feature, int category) => rows.Bins[feature].BinOfCode[category];

    // A cut that is drawn merges cells of whole bins, so it needs them all.
    private bool IsSmall(int start, int end) => !DrawsCuts && end - start <= SmallNodeRows;

    // Fills cells in order without gaps; _codes says which they are. Returns their number, that of missing included.
    private int FillSmall(int feature, int first, int start, int end)
    {
        Span<ulong> filled = stackalloc ulong[BinnedRows.MaxCodes / 64];
        filled.Clear();
        ReadOnlySpan<byte> codes = rows.Codes[feature..];
        ReadOnlySpan<ulong> bag = Bag.Entries;
        int[]? positions = PositionsOf(feature);
        for (int position = start; position < end; position++)
        {
            int code = codes[Bag.RowOf(bag[position]) * rows.Stride];
            code = positions is null ? code : positions[code];
            filled[code >> 6] |= 1UL << (code & 63);
            Tally.Add(first + code, position);
        }

        int count = 0;
        for (int word = 0; word < filled.Length; word++)
        {
            for (ulong bits = filled[word]; bits != 0; bits &= bits - 1)
            {
                int code = (word * 64) + BitOperations.TrailingZeroCount(bits);
                _codes[count] = code;
                if (count != code)
                {
                    Tally.Move(first + code, first + count);
                }

                count++;
            }
        }

        return _codes[count - 1] == MissingCode(feature) ? count : count + 1;
    }

    // Once more, in the order of the categories: columns of categories are few, and their sets are worth a second pass.
    private void FillReordered(int feature, int first, int[] positions, int start, int end)
    {
        Tally.Clear(first, positions.Length);
        ReadOnlySpan<byte> codes = rows.Codes[feature..];
        ReadOnlySpan<ulong> bag = Bag.Entries;
        for (int position = start; position < end; position++)
        {
            Tally.Add(first + positions[codes[Bag.RowOf(bag[position]) * rows.Stride]], position);
        }
    }

    // Draws a cut between the lowest and the highest filled bin and merges the bins on each side of it.
    private void DrawCut(int first, int values, ref SplitMix64 random)
    {
        int low = 0;
        int high = values - 1;
        while (low < high && Tally.IsEmpty(first + low))
        {
            low++;
        }

        while (low < high && Tally.IsEmpty(first + high))
        {
            high--;
        }

        if (low >= high)
        {
            return;
        }

        int cut = low + random.Next(high - low);
        for (int code = low; code <= high; code++)
        {
            int side = code <= cut ? cut : cut + 1;
            if (code != side)
            {
                Tally.Move(first + code, first + side);
            }
        }
    }

    private NodeSplit ToSplit(int feature, in Cut cut, bool isSmall, int count)
    {
        if (cut.LastLeft == Cut.Nowhere)
        {
            return new NodeSplit { Feature = NodeSplit.None };
        }

        int missing = MissingCode(feature);
        int last = isSmall ? _codes[cut.LastLeft] : cut.LastLeft;
        int next = cut.FirstRight == count - 1 ? missing : isSmall ? _codes[cut.FirstRight] : cut.FirstRight;

        // Bins without rows in the node are shared between the sides; all values go left of "missing".
        int lastLeft = next == missing ? missing - 1 : (last + next - 1) / 2;
        FeatureBins bins = rows.Bins[feature];
        return new NodeSplit
        {
            Feature = feature,
            LastLeft = lastLeft,
            Threshold = lastLeft < bins.Cuts.Length ? bins.Cuts[lastLeft] : double.PositiveInfinity,
            MissingLeft = cut.HasMissing ? cut.MissingLeft : 2 * cut.LeftWeight >= Tally.Weight,
            Score = cut.Score,
            LeftWeight = cut.LeftWeight,
        };
    }

    private readonly struct Side(BinnedRows rows, int feature, byte[] goesLeft) : ISide
    {
        public int Divide(Span<ulong> entries, Span<ulong> spare) => CodeKernel.Divide(rows, feature, goesLeft, entries, spare);
    }
}
