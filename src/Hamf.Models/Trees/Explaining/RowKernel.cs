using Hamf.Models.Trees.Explaining.Lanes;

namespace Hamf.Models.Trees.Explaining;

/// <summary>
/// <see cref="ShapKernel{TLanes, TLayout}"/> for one row and small trees, with the same bits: its formulas, in an order that leaves little to do by
/// split. First all that does not differ by quadrature point is decided for a vector of splits at a time: the answers of a group are one word, and
/// a row follows a feature's edges where it answers as wanted at all splits asked. Then each vector of points goes down and up the splits.
/// Where the row left the earlier edge the ratio is the share itself: the change is 0 and the inverses are ones.
///
/// Bounds: a group has at most 64 splits, so at most as many trees and twice as many leaves; every position in a block was written from those,
/// see <see cref="RowPlan"/>. Fields by split are padded to whole vectors. <see cref="ScratchDoubles"/> is the sum of the areas.
/// </summary>
internal readonly unsafe ref struct RowKernel<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const int MostSplits = RowPlan.MaxSplits;

    private readonly ShapPlan _plan;
    private readonly RowPlan _rows;
    private readonly double* _values;
    private readonly double* _contributions;

    // Areas of scratch memory by split: answers, start and change of the ratio, inverses, factor and sum of the effect.
    private readonly double* _answers;
    private readonly double* _starts;
    private readonly double* _changes;
    private readonly double* _inverses;
    private readonly double* _factors;
    private readonly double* _totals;

    // A vector by split: ratios and terms. A vector by side: products and sums.
    private readonly double* _ratios;
    private readonly double* _terms;
    private readonly double* _products;
    private readonly double* _sums;

    /// <summary>Prepares to explain a row.</summary>
    /// <param name="plan">The trees.</param>
    /// <param name="rows">Their groups.</param>
    /// <param name="values">The row, [<see cref="ValueDoubles"/>]: its values, and again with the least of all numbers for a missing one.</param>
    /// <param name="contributions">[features x outputs], added to.</param>
    /// <param name="scratch"><see cref="ScratchDoubles"/> doubles.</param>
    public RowKernel(ShapPlan plan, RowPlan rows, double* values, double* contributions, double* scratch)
    {
        _plan = plan;
        _rows = rows;
        _values = values;
        _contributions = contributions;
        _answers = scratch;
        _starts = _answers + MostSplits;
        _changes = _starts + MostSplits;
        _inverses = _changes + MostSplits;
        _factors = _inverses + MostSplits;
        _totals = _factors + MostSplits;
        _ratios = _totals + MostSplits;
        _terms = _ratios + (MostSplits * TLanes.Count);
        _products = _terms + (MostSplits * TLanes.Count);
        _sums = _products + (3 * MostSplits * TLanes.Count);
    }

    /// <summary>Doubles of scratch memory.</summary>
    public static int ScratchDoubles => MostSplits * (6 + (8 * TLanes.Count));

    /// <summary>Doubles of a row: its values twice, then the answers of a group's splits by category.</summary>
    public static int ValueDoubles(ShapPlan plan) => AlignedDoubles.RoundUp((2 * plan.Features.Count) + MostSplits);

    /// <summary>Adds the effects of a group.</summary>
    public void Run(in RowGroup group)
    {
        var block = new RowBlock(_rows.Blocks + group.Block, group);
        AnswerCategories(group);
        Decide(block, group);
        SetLeaves(block, group.LeafCount);
        new Span<double>(_totals, group.SplitCount).Clear();
        for (nint j = 0; j < group.Vectors; j++)
        {
            double* tables = _plan.Tables + (j * TLanes.Count);
            for (nint t = 0; t < group.TreeCount; t++)
            {
                TLanes.Store(TLanes.Load(tables + block.Weights[t]), _products + (t * TLanes.Count));
            }

            Descend(block, group, tables);
            Ascend(block, group, tables + group.Ones);
            AddTerms(block.Order, group.SplitCount);
        }

        AddEffects(block, group.SplitCount);
    }

    private void AnswerCategories(in RowGroup group)
    {
        double* answers = _values + (2 * _plan.Features.Count);
        for (int i = group.FirstCategory; i < group.EndCategory; i++)
        {
            ref readonly ShapSplit split = ref _plan.Splits[_rows.Categories[i]];
            *answers++ = _plan.GoesLeft(split.Node, _values[split.Feature]) ? 0 : 1;
        }
    }

    // What does not differ by point.
    private void Decide(in RowBlock block, in RowGroup group)
    {
        ulong word = 0;
        for (nint i = 0; i < group.Padded; i += TLanes.Count)
        {
            TLanes goesLeft = TLanes.AtMost(TLanes.Gather(_values, block.Features + i), TLanes.Load(block.Thresholds + i));
            TLanes.Store(goesLeft, _answers + i);
            word |= TLanes.Bits(goesLeft) << (int)i;
        }

        TLanes answers = TLanes.Broadcast(BitConverter.UInt64BitsToDouble(word));
        TLanes one = TLanes.Broadcast(1);
        for (nint i = 0; i < group.Padded; i += TLanes.Count)
        {
            TLanes follows = TLanes.HasNoBits((answers ^ TLanes.Load(block.Wanted + i)) & TLanes.Load(block.Asked + i));
            TLanes left = follows & TLanes.Load(_answers + i);
            TLanes unfollowed = TLanes.Load(block.LeftShares + i);
            TLanes earlierShare = TLanes.Load(block.EarlierShares + i);
            TLanes share = unfollowed * earlierShare;
            TLanes.Store(TLanes.Select(follows, share, unfollowed), _starts + i);
            TLanes.Store(follows & ((left & one) - share), _changes + i);
            TLanes.Store(follows & TLanes.Load(block.Inverses + i), _inverses + i);
            TLanes.Store((left & earlierShare) - (follows & share), _factors + i);
        }
    }

    private void SetLeaves(in RowBlock block, nint count)
    {
        double* values = block.LeafValues;
        uint* sides = block.LeafSides;
        double* sums = _sums;
        for (nint i = 0; i < count; i++)
        {
            TLanes.Store(TLanes.Broadcast(values[i]), sums + sides[i]);
        }
    }

    private void Descend(in RowBlock block, in RowGroup group, double* tables)
    {
        uint* above = block.Above;
        uint* points = block.Points;
        double* ones = tables + group.Ones;
        double* starts = _starts;
        double* changes = _changes;
        long* inverses = (long*)_inverses;
        double* ratios = _ratios;
        double* products = _products;
        double* sides = products + (group.TreeCount * TLanes.Count);
        nint count = group.SplitCount;
        for (nint i = 0; i < count; i++)
        {
            TLanes ratio = TLanes.Broadcast(starts[i]) + (TLanes.Broadcast(changes[i]) * TLanes.Load(tables + points[i]));
            ratio *= TLanes.Load(ones + inverses[i]);
            TLanes product = TLanes.Load(products + above[i]);
            TLanes left = product * ratio;
            TLanes.Store(ratio, ratios);
            TLanes.Store(left, sides);
            TLanes.Store(product - left, sides + TLanes.Count);
            ratios += TLanes.Count;
            sides += 2 * TLanes.Count;
        }
    }

    private void Ascend(in RowBlock block, in RowGroup group, double* ones)
    {
        uint* above = block.Above;
        long* inverses = (long*)_inverses;
        double* products = _products;
        double* sums = _sums;
        double* ratios = _ratios + (group.SplitCount * TLanes.Count);
        double* terms = _terms + (group.SplitCount * TLanes.Count);
        double* sides = sums + ((group.TreeCount + (2 * group.SplitCount)) * TLanes.Count);
        for (nint i = group.SplitCount - 1; i >= 0; i--)
        {
            ratios -= TLanes.Count;
            terms -= TLanes.Count;
            sides -= 2 * TLanes.Count;
            nuint side = above[i];
            TLanes inverse = TLanes.Load(ones + inverses[i]);
            TLanes right = TLanes.Load(sides + TLanes.Count);
            TLanes difference = TLanes.Load(sides) - right;
            TLanes.Store(TLanes.Load(products + side) * (inverse * inverse) * difference, terms);
            TLanes.Store(right + (TLanes.Load(ratios) * difference), sums + side);
        }
    }

    private void AddTerms(uint* order, nint count)
    {
        double* totals = _totals;
        double* terms = _terms;
        for (nint k = 0; k < count; k++)
        {
            totals[k] = PointsInLanes<TLanes>.AddInOrder(totals[k], terms + ((nint)order[k] * TLanes.Count));
        }
    }

    private void AddEffects(in RowBlock block, nint count)
    {
        uint* order = block.Order;
        uint* targets = block.Targets;
        double* totals = _totals;
        double* factors = _factors;
        double* contributions = _contributions;
        for (nint k = 0; k < count; k++)
        {
            contributions[targets[k]] += factors[order[k]] * totals[k];
        }
    }
}
