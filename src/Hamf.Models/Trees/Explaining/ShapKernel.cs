using System.Runtime.CompilerServices;
using Hamf.Models.Trees.Explaining.Lanes;

namespace Hamf.Models.Trees.Explaining;

/// <summary>
/// The arithmetic of <see cref="TreeShap"/>, written once for all widths and for both meanings of a lane, with the same bits in each.
///
/// At a quadrature point t let F = z + (o - z) t be the factor of a feature on a path: z the cover share of its edges, o 1 if the row follows
/// them. P(split) is the weight of t times the factors above; G(split) the sum over the leaves below of value times the factors below.
/// With r = F(left) / F(earlier edge of the feature, or 1) the right side has 1 - r, since shares and follows add up, and so
///   P(left) = P r,  P(right) = P - P r,  G = G(right) + r (G(left) - G(right)),
/// and the split adds to its feature (o(left) z' - o' z(left)) times the sum over t of P (G(left) - G(right)) / F'^2, the primes being
/// those of the earlier edge. Nothing is divided by what can be 0: where the row left the earlier edge (o' = 0) the effect is 0 and r is
/// z(left) / z'; elsewhere F' is at least t.
///
/// There are no branches on the shape of the tree: at one row a turn that was not foreseen costs more than a few idle multiplications.
///
/// Bounds: a slot is below the plan's slot count and a side below twice that; tables and leaves were written with their split; a vector
/// index is below that of the points, and tables are padded to the widest vector. <see cref="ScratchDoubles"/> is the sum of the areas.
/// </summary>
internal readonly unsafe ref struct ShapKernel<TLanes, TLayout>
    where TLanes : unmanaged, ILanes<TLanes>
    where TLayout : ILaneLayout<TLanes>
{
    private readonly ShapPlan _plan;
    private readonly double* _values;
    private readonly double* _contributions;
    private readonly double* _tables;
    private readonly double* _leaves;

    // The tree: its points, their vectors, the doubles of those, the doubles of a table, values per leaf.
    private readonly nint _points;
    private readonly nint _vectors;
    private readonly nint _length;
    private readonly nint _padded;
    private readonly nint _width;
    private readonly double* _rule;

    // Areas of scratch memory: a vector for a category split, [points] terms, per side whether the row follows the feature's edges, per slot
    // the factor of the effect, [slots x points] r, [sides x points] P, [sides x leaf width x points] G.
    private readonly double* _mask;
    private readonly double* _terms;
    private readonly double* _follows;
    private readonly double* _changes;
    private readonly double* _ratios;
    private readonly double* _products;
    private readonly double* _sums;

    /// <summary>Prepares to explain a block of rows by one tree.</summary>
    /// <param name="plan">The trees.</param>
    /// <param name="tree">One of them.</param>
    /// <param name="values">[features x rows], rows of the layout.</param>
    /// <param name="contributions">[features x outputs x rows] from the tree's first output on, added to.</param>
    /// <param name="scratch"><see cref="ScratchDoubles"/> doubles.</param>
    public ShapKernel(ShapPlan plan, in ShapTree tree, double* values, double* contributions, double* scratch)
    {
        _plan = plan;
        _values = values;
        _contributions = contributions;
        _tables = plan.Tables;
        _leaves = plan.Leaves;
        _points = tree.Points;
        _vectors = TLayout.VectorsOf(tree.Points);
        _length = _vectors * TLanes.Count;
        _padded = AlignedDoubles.RoundUp(tree.Points);
        _width = plan.LeafWidth;
        _rule = _tables + tree.Rule;
        nint slots = plan.SlotCount;
        _mask = scratch;
        _terms = _mask + TLanes.Count;
        _follows = _terms + _length;
        _changes = _follows + (2 * slots * TLanes.Count);
        _ratios = _changes + (slots * TLanes.Count);
        _products = _ratios + (slots * _length);
        _sums = _products + (2 * slots * _length);
    }

    /// <summary>Doubles of scratch memory.</summary>
    public static long ScratchDoubles(ShapPlan plan)
    {
        long vectors = TLayout.VectorsOf(plan.MaxPoints);
        return TLanes.Count * (1 + vectors + (plan.SlotCount * (3 + (vectors * (3 + (2 * plan.LeafWidth))))));
    }

    /// <summary>Adds the effects of the tree.</summary>
    /// <param name="steps">Its steps.</param>
    public void Run(ReadOnlySpan<int> steps)
    {
        StartAbove();
        fixed (ShapSplit* splits = _plan.Splits)
        {
            foreach (int step in steps)
            {
                if (step >= 0)
                {
                    Enter(splits + step);
                }
                else
                {
                    Leave(splits + ~step);
                }
            }
        }
    }

    // Side 0 stands above the root: every row is there, and so are the weights.
    private void StartAbove()
    {
        TLanes.Store(TLanes.Broadcast(BitConverter.Int64BitsToDouble(-1)), _follows);
        for (nint j = 0; j < _vectors; j++)
        {
            TLanes.Store(TLayout.OfPoints(_rule + _padded, j), _products + (j * TLanes.Count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Enter(ShapSplit* split)
    {
        nint slot = split->Slot;
        TLanes goesLeft = split->IsCategorical ? CategoryMask(split) : ThresholdMask(split);
        TLanes follows = TLanes.Load(_follows + (split->EarlierSide * TLanes.Count));
        TLanes left = follows & goesLeft;
        TLanes unfollowed = TLanes.Broadcast(split->LeftShare);
        TLanes earlierShare = TLanes.Broadcast(split->EarlierShare);
        TLanes share = unfollowed * earlierShare;
        TLanes step = (left & TLanes.Broadcast(1)) - share;
        TLanes.Store(left, _follows + (2 * slot * TLanes.Count));
        TLanes.Store(TLanes.Without(follows, goesLeft), _follows + (((2 * slot) + 1) * TLanes.Count));
        TLanes.Store((left & earlierShare) - (follows & share), _changes + (slot * TLanes.Count));

        nint length = _length;
        double* points = _rule;
        double* inverses = _tables + split->Tables;
        double* above = _products + (split->AboveSide * length);
        double* ratios = _ratios + (slot * length);
        double* lefts = _products + (2 * slot * length);
        double* rights = lefts + length;
        for (nint j = 0, at = 0; at < length; j++, at += TLanes.Count)
        {
            TLanes ratio = (share + (step * TLayout.OfPoints(points, j))) * TLayout.OfPoints(inverses, j);
            ratio = TLanes.Select(follows, ratio, unfollowed);
            TLanes product = TLanes.Load(above + at);
            TLanes leftProduct = product * ratio;
            TLanes.Store(ratio, ratios + at);
            TLanes.Store(leftProduct, lefts + at);
            TLanes.Store(product - leftProduct, rights + at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TLanes ThresholdMask(ShapSplit* split) => TLanes.AtMost(
        TLayout.OfRows(_values, split->Feature),
        TLanes.Broadcast(split->Threshold),
        TLanes.Broadcast(BitConverter.Int64BitsToDouble(split->MissingLeft)));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private TLanes CategoryMask(ShapSplit* split)
    {
        for (int i = 0; i < TLayout.RowCount; i++)
        {
            bool left = _plan.GoesLeft(split->Node, _values[(split->Feature * TLayout.RowCount) + i]);
            _mask[i] = BitConverter.Int64BitsToDouble(left ? -1 : 0);
        }

        return TLayout.OfRows(_mask, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Leave(ShapSplit* split)
    {
        nint slot = split->Slot;
        TLanes change = TLanes.Load(_changes + (slot * TLanes.Count));
        TLanes hasLeft = TLanes.Broadcast(BitConverter.Int64BitsToDouble(split->LeftLeaf >> 31));
        TLanes hasRight = TLanes.Broadcast(BitConverter.Int64BitsToDouble(split->RightLeaf >> 31));
        double* leftLeaf = _leaves + ((split->LeftLeaf & ~(split->LeftLeaf >> 31)) * _width);
        double* rightLeaf = _leaves + ((split->RightLeaf & ~(split->RightLeaf >> 31)) * _width);
        double* contribution = _contributions + (split->Feature * (nint)_plan.OutputCount * TLayout.RowCount);
        for (nint o = 0; o < _width; o++)
        {
            TLanes sum = Combine(split, o, hasLeft, hasRight, TLanes.Broadcast(leftLeaf[o]), TLanes.Broadcast(rightLeaf[o]));
            TLayout.AddSum(sum, _terms, _points, change, contribution + (o * TLayout.RowCount));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TLanes Combine(ShapSplit* split, nint o, TLanes hasLeft, TLanes hasRight, TLanes leftLeaf, TLanes rightLeaf)
    {
        nint length = _length;
        nint slot = split->Slot;
        double* above = _products + (split->AboveSide * length);
        double* ratios = _ratios + (slot * length);
        double* lefts = _sums + (((2 * slot * _width) + o) * length);
        double* rights = lefts + (_width * length);
        double* results = _sums + (((split->AboveSide * _width) + o) * length);
        double* squares = _tables + split->Tables + _padded;
        double* terms = _terms;
        TLanes sum = TLanes.Broadcast(0);
        for (nint j = 0, at = 0; at < length; j++, at += TLanes.Count)
        {
            TLanes right = TLanes.Select(hasRight, TLanes.Load(rights + at), rightLeaf);
            TLanes difference = TLanes.Select(hasLeft, TLanes.Load(lefts + at), leftLeaf) - right;
            TLanes term = TLanes.Load(above + at) * TLayout.OfPoints(squares, j) * difference;
            sum = TLayout.Take(sum, term, terms, j);
            TLanes.Store(right + (TLanes.Load(ratios + at) * difference), results + at);
        }

        return sum;
    }
}
