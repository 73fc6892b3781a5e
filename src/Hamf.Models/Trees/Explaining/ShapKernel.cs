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
/// Bounds: a split's slot is below the plan's slot count, its tables and leaves were written with it, a vector index is below that of the
/// points, and tables are padded to the widest vector; <see cref="SlotDoubles"/> is what the slots need.
/// </summary>
internal readonly unsafe ref struct ShapKernel<TLanes, TLayout>
    where TLanes : unmanaged, ILanes<TLanes>
    where TLayout : ILaneLayout<TLanes>
{
    // A slot: whether the row follows the earlier edge, whether also the left one, the factor of the effect; then, per point, P, r and, per
    // point and leaf value, the left and the right G.
    private const int FollowsAt = 0;
    private const int LeftAt = 1;
    private const int ChangeAt = 2;
    private const int ProductsAt = 3;

    private readonly ShapPlan _plan;
    private readonly double* _values;
    private readonly double* _contributions;
    private readonly double* _masks;
    private readonly double* _terms;
    private readonly double* _slots;

    /// <summary>Prepares to explain a block of rows.</summary>
    /// <param name="plan">The trees.</param>
    /// <param name="values">[features x rows], rows of the layout.</param>
    /// <param name="contributions">[features x outputs x rows], added to.</param>
    /// <param name="scratch"><see cref="SlotDoubles"/> doubles.</param>
    public ShapKernel(ShapPlan plan, double* values, double* contributions, double* scratch)
    {
        _plan = plan;
        _values = values;
        _contributions = contributions;
        _masks = scratch;
        _terms = _masks + TLanes.Count;
        _slots = _terms + (TLayout.VectorsOf(plan.MaxPoints) * TLanes.Count);
    }

    /// <summary>Doubles of scratch memory.</summary>
    public static long SlotDoubles(ShapPlan plan)
    {
        int vectors = TLayout.VectorsOf(plan.MaxPoints);
        return TLanes.Count * (1L + vectors + (plan.SlotCount * (long)SlotVectors(vectors, plan.LeafWidth)));
    }

    /// <summary>Adds the effects of one tree.</summary>
    public void AddTree(in ShapTree tree)
    {
        int vectors = TLayout.VectorsOf(tree.Points);
        double* above = _slots + (ProductsAt * TLanes.Count);
        for (int j = 0; j < vectors; j++)
        {
            TLanes.Store(TLayout.OfPoints(_plan.Tables + tree.Rule + AlignedDoubles.RoundUp(tree.Points), j), above + (j * TLanes.Count));
            TLanes.Store(TLanes.Broadcast(1), above + ((vectors + j) * TLanes.Count));
        }

        for (int i = tree.FirstStep; i < tree.EndStep; i++)
        {
            int step = _plan.Steps[i];
            if (step >= 0)
            {
                Enter(_plan.Splits[step], tree, vectors);
            }
            else
            {
                Leave(_plan.Splits[~step], tree, vectors);
            }
        }
    }

    private static int SlotVectors(int vectors, int leafWidth) => ProductsAt + (vectors * (2 + (2 * leafWidth)));

    private double* SlotOf(int slot, int vectors) => _slots + ((long)slot * SlotVectors(vectors, _plan.LeafWidth) * TLanes.Count);

    private void Enter(in ShapSplit split, in ShapTree tree, int vectors)
    {
        double* slot = SlotOf(split.Slot, vectors);
        double* products = slot + (ProductsAt * TLanes.Count);
        MultiplyDown(SlotOf(split.Slot - 1, vectors) + (ProductsAt * TLanes.Count), products, split.IsRight, vectors);
        TLanes goesLeft = split.IsCategorical
            ? CategoryMask(split)
            : TLanes.AtMost(TLayout.OfRows(_values, split.Feature), TLanes.Broadcast(split.Threshold), TLanes.Broadcast(split.MissingLeft));
        TLanes share = TLanes.Broadcast(split.Share);
        double* ratios = products + (vectors * TLanes.Count);
        double* points = _plan.Tables + tree.Rule;
        if (split.EarlierSlot == 0)
        {
            TLanes step = (goesLeft & TLanes.Broadcast(1)) - share;
            TLanes.Store(TLanes.Broadcast(BitConverter.Int64BitsToDouble(-1)), slot + (FollowsAt * TLanes.Count));
            TLanes.Store(goesLeft, slot + (LeftAt * TLanes.Count));
            TLanes.Store(step, slot + (ChangeAt * TLanes.Count));
            for (int j = 0; j < vectors; j++)
            {
                TLanes.Store(share + (step * TLayout.OfPoints(points, j)), ratios + (j * TLanes.Count));
            }

            return;
        }

        EnterAgain(split, slot, goesLeft, ratios, points, vectors);
    }

    private void EnterAgain(in ShapSplit split, double* slot, TLanes goesLeft, double* ratios, double* points, int vectors)
    {
        double* earlier = SlotOf(split.EarlierSlot, vectors);
        TLanes follows = TLanes.Load(earlier + (LeftAt * TLanes.Count));
        follows = split.EarlierIsRight ? TLanes.Without(TLanes.Load(earlier + (FollowsAt * TLanes.Count)), follows) : follows;
        TLanes left = follows & goesLeft;
        TLanes share = TLanes.Broadcast(split.Share);
        TLanes earlierShare = TLanes.Broadcast(split.EarlierShare);
        TLanes.Store(follows, slot + (FollowsAt * TLanes.Count));
        TLanes.Store(left, slot + (LeftAt * TLanes.Count));
        TLanes.Store((left & earlierShare) - (follows & share), slot + (ChangeAt * TLanes.Count));
        TLanes step = (left & TLanes.Broadcast(1)) - share;
        TLanes unfollowed = TLanes.Broadcast(split.Share / split.EarlierShare);
        double* inverses = _plan.Tables + split.Tables;
        for (int j = 0; j < vectors; j++)
        {
            TLanes ratio = (share + (step * TLayout.OfPoints(points, j))) * TLayout.OfPoints(inverses, j);
            TLanes.Store(TLanes.Select(follows, ratio, unfollowed), ratios + (j * TLanes.Count));
        }
    }

    // The ratios of a slot stand after its products.
    private static void MultiplyDown(double* above, double* products, bool isRight, int vectors)
    {
        double* ratios = above + (vectors * TLanes.Count);
        for (int j = 0; j < vectors * TLanes.Count; j += TLanes.Count)
        {
            TLanes product = TLanes.Load(above + j);
            TLanes left = product * TLanes.Load(ratios + j);
            TLanes.Store(isRight ? product - left : left, products + j);
        }
    }

    private TLanes CategoryMask(in ShapSplit split)
    {
        for (int i = 0; i < TLayout.RowCount; i++)
        {
            bool left = _plan.GoesLeft(split.Node, _values[(split.Feature * TLayout.RowCount) + i]);
            _masks[i] = BitConverter.Int64BitsToDouble(left ? -1 : 0);
        }

        return TLayout.OfRows(_masks, 0);
    }

    private void Leave(in ShapSplit split, in ShapTree tree, int vectors)
    {
        int sums = vectors * TLanes.Count;
        int width = _plan.LeafWidth;
        double* slot = SlotOf(split.Slot, vectors);
        double* products = slot + (ProductsAt * TLanes.Count);
        double* lefts = products + (2 * sums);
        double* results = SlotOf(split.Slot - 1, vectors) + (ProductsAt * TLanes.Count) + ((split.IsRight ? 2 + width : 2) * sums);
        TLanes change = TLanes.Load(slot + (ChangeAt * TLanes.Count));
        for (int o = 0; o < width; o++)
        {
            TLanes sum = Combine(split, o, tree.Points, products, lefts + (o * sums), results + (o * sums));
            long target = ((long)split.Feature * _plan.OutputCount) + tree.Output + o;
            TLayout.AddSum(sum, _terms, tree.Points, change, _contributions + (target * TLayout.RowCount));
        }
    }

    private TLanes Combine(in ShapSplit split, int o, int points, double* products, double* lefts, double* results)
    {
        int vectors = TLayout.VectorsOf(points);
        bool hasLeftLeaf = split.LeftLeaf >= 0;
        bool hasRightLeaf = split.RightLeaf >= 0;
        bool asksAgain = split.EarlierSlot != 0;
        TLanes leftLeaf = TLanes.Broadcast(hasLeftLeaf ? _plan.Leaves[(split.LeftLeaf * _plan.LeafWidth) + o] : 0);
        TLanes rightLeaf = TLanes.Broadcast(hasRightLeaf ? _plan.Leaves[(split.RightLeaf * _plan.LeafWidth) + o] : 0);
        double* ratios = products + (vectors * TLanes.Count);
        double* rights = lefts + (_plan.LeafWidth * vectors * TLanes.Count);
        double* squares = _plan.Tables + split.Tables + AlignedDoubles.RoundUp(points);
        TLanes sum = TLanes.Broadcast(0);
        for (int j = 0; j < vectors; j++)
        {
            int at = j * TLanes.Count;
            TLanes right = hasRightLeaf ? rightLeaf : TLanes.Load(rights + at);
            TLanes difference = (hasLeftLeaf ? leftLeaf : TLanes.Load(lefts + at)) - right;
            TLanes term = TLanes.Load(products + at) * difference;
            term = asksAgain ? term * TLayout.OfPoints(squares, j) : term;
            sum = TLayout.Take(sum, term, _terms, j);
            TLanes.Store(right + (TLanes.Load(ratios + at) * difference), results + at);
        }

        return sum;
    }
}
