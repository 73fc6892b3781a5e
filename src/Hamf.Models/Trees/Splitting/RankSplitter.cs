using Hamf.Models.Data;
using Hamf.Models.Numerics;

namespace Hamf.Models.Trees.Splitting;

/// <summary>Splits between exact values: a node's ranks are counted where they are few and sorted where they are many.</summary>
internal sealed class RankSplitter<TTally>(
    RankedRows rows, IReadOnlyList<FeatureInfo> features, TreeSettings settings, Bag bag, TTally tally)
    : NodeSplitter<TTally>(features, settings, bag, tally)
    where TTally : struct, ITally
{
    // Counting looks at every rank of the feature, sorting moves every row once per byte of a rank: an estimate, not measured.
    private const int RanksPerRowCounted = 4;

    private readonly RankSort _sort = new(bag.Capacity);
    private readonly int[] _codes = new int[bag.Capacity];
    private double _drawn;

    /// <summary>Cells that the tally must have: each rank, or each row and missing.</summary>
    public static int CellsOf(RankedRows rows, Bag bag) => Math.Max(rows.MaxCodes, bag.Capacity + 1);

    /// <inheritdoc/>
    public override int Divide(in NodeSplit split, int start, int end)
    {
        int f = split.Feature;
        return Bag.Divide(start, end, new Side(rows.Ranks[f], PositionsOf(f), split.LastLeft, MissingCode(f), split.MissingLeft));
    }

    /// <inheritdoc/>
    protected override NodeSplit? FindBy(int feature, int index, int start, int end, double atLeast, ref SplitMix64 random)
    {
        int ranks = MissingCode(feature) + 1;
        bool isCounted = !DrawsCuts && ranks <= RanksPerRowCounted * (end - start);
        int count = DrawsCuts ? DrawCut(feature, start, end, ref random) : isCounted ? Count(feature, start, end) : Sort(feature, start, end);
        Cut cut = Tally.FindCut(0, count, atLeast);
        Tally.Clear(0, count);
        return cut.IsConstant ? null : ToSplit(feature, cut, isCounted, count);
    }

    /// <inheritdoc/>
    protected override bool KeepsOrder(int feature) => rows.KeepsOrder(feature);

    /// <inheritdoc/>
    protected override int MissingCode(int feature) => rows.MissingRank(feature);

    /// <inheritdoc/>
    protected override int CodeOf(int feature, int row) => rows.Ranks[feature][row];

    /// <inheritdoc/>
    protected override int CodeOfCategory(int feature, int category) => rows.RankOfCategory(feature, category);

    private int Count(int feature, int start, int end)
    {
        ReadOnlySpan<ulong> bag = Bag.Entries;
        for (int position = start; position < end; position++)
        {
            Tally.Add(PlaceOf(feature, Bag.RowOf(bag[position])), position);
        }

        return MissingCode(feature) + 1;
    }

    // One cell per distinct rank of the node; _codes says which.
    private int Sort(int feature, int start, int end)
    {
        ReadOnlySpan<ulong> bag = Bag.Entries;
        Span<ulong> keys = _sort.Keys(end - start);
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = ((ulong)(uint)PlaceOf(feature, Bag.RowOf(bag[start + i])) << 32) | (uint)i;
        }

        keys = _sort.Sort(keys.Length, MissingCode(feature));
        int cell = -1;
        foreach (ulong key in keys)
        {
            int place = (int)(key >> 32);
            if (cell < 0 || _codes[cell] != place)
            {
                _codes[++cell] = place;
            }

            Tally.Add(cell, start + (int)(uint)key);
        }

        return _codes[cell] == MissingCode(feature) ? cell + 1 : cell + 2;
    }

    // Two cells and that of missing: the sides of a cut that is uniform between the lowest and the highest value of the node.
    private int DrawCut(int feature, int start, int end, ref SplitMix64 random)
    {
        int missing = MissingCode(feature);
        (int low, int high) = Range(feature, start, end);
        int cut = low < high ? DrawBetween(feature, low, high, ref random) : high;
        _codes[0] = cut;
        ReadOnlySpan<ulong> bag = Bag.Entries;
        for (int position = start; position < end; position++)
        {
            int place = PlaceOf(feature, Bag.RowOf(bag[position]));
            Tally.Add(place == missing ? 2 : place <= cut ? 0 : 1, position);
        }

        return 3;
    }

    private (int Low, int High) Range(int feature, int start, int end)
    {
        int missing = MissingCode(feature);
        int low = missing;
        int high = -1;
        foreach (ulong entry in Bag.Entries[start..end])
        {
            int place = PlaceOf(feature, Bag.RowOf(entry));
            low = Math.Min(low, place);
            high = place == missing ? high : Math.Max(high, place);
        }

        return (low, high);
    }

    // Returns the last place on the left. Halves keep the difference finite.
    private int DrawBetween(int feature, int low, int high, ref SplitMix64 random)
    {
        double[] values = rows.Values[feature];
        if (values.Length == 0)
        {
            return low + random.Next(high - low);
        }

        double share = random.NextShare();
        double lowest = Math.Max(values[low], double.MinValue);
        double highest = Math.Min(values[high], double.MaxValue);
        double drawn = Math.Max(lowest, (lowest * (1 - share)) + (highest * share));
        int found = Array.BinarySearch(values, low, high - low, drawn);
        int last = found >= 0 ? found : ~found - 1;
        last = Math.Clamp(last, low, high - 1);
        _drawn = SingleCut.Near(Math.Clamp(drawn, values[last], Math.BitDecrement(values[last + 1])), values[last], values[last + 1]);
        return last;
    }

    private NodeSplit ToSplit(int feature, in Cut cut, bool isCounted, int count)
    {
        if (cut.LastLeft == Cut.Nowhere)
        {
            return new NodeSplit { Feature = NodeSplit.None };
        }

        int missing = MissingCode(feature);
        int last = isCounted ? cut.LastLeft : _codes[cut.LastLeft];
        bool allLeft = cut.FirstRight == count - 1;
        double[] values = rows.Values[feature];
        double threshold = allLeft || values.Length == 0 ? double.PositiveInfinity
            : DrawsCuts ? _drawn
            : SingleCut.Between(values[last], values[isCounted ? cut.FirstRight : _codes[cut.FirstRight]]);
        return new NodeSplit
        {
            Feature = feature,
            LastLeft = allLeft ? missing - 1 : last,
            Threshold = threshold,
            MissingLeft = cut.HasMissing ? cut.MissingLeft : 2 * cut.LeftWeight >= Tally.Weight,
            Score = cut.Score,
            LeftWeight = cut.LeftWeight,
        };
    }

    private int PlaceOf(int feature, int row)
    {
        int rank = rows.Ranks[feature][row];
        return PositionsOf(feature) is int[] positions ? positions[rank] : rank;
    }

    private readonly struct Side(int[] ranks, int[]? positions, int lastLeft, int missing, bool missingLeft) : ISide
    {
        public int Divide(Span<ulong> entries, Span<ulong> spare)
        {
            int left = 0;
            for (int i = 0; i < entries.Length; i++)
            {
                // Both places are written and one is kept: whether a row goes left cannot be predicted. "left" is never ahead of "i".
                ulong entry = entries[i];
                int rank = ranks[Bag.RowOf(entry)];
                int place = positions is null ? rank : positions[rank];
                spare[i - left] = entry;
                entries[left] = entry;
                left += (place == missing ? missingLeft : place <= lastLeft) ? 1 : 0;
            }

            spare[..(entries.Length - left)].CopyTo(entries[left..]);
            return left;
        }
    }
}
