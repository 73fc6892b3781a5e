namespace Hamf.Models.Trees.Explaining;

/// <summary>
/// A <see cref="ShapPlan"/> made ready for one row at a time: small neighbouring trees in groups, so that the processor has other work
/// while it waits for a level of one of them. Immutable and thread-safe.
/// </summary>
internal sealed unsafe class RowPlan
{
    /// <summary>Most splits of a group: what the row answers fits into a word.</summary>
    public const int MaxSplits = 64;

    // 512 MiB; 500 trees of 31 leaves need 1.3 MB. Trees beyond are left to the other kernel.
    private const long MaxDoubles = 1L << 26;

    private readonly ShapPlan _plan;
    private readonly int _lanes;
    private readonly AlignedDoubles _blocks;
    private readonly List<RowGroup> _groups = [];
    private readonly List<int> _categories = [];
    private long _end;

    /// <summary>Prepares for vectors of at most <paramref name="lanes"/> doubles.</summary>
    public RowPlan(ShapPlan plan, int lanes)
    {
        _plan = plan;
        _lanes = lanes;
        for (int tree = 0; tree < plan.Trees.Length; tree += _groups[^1].TreeCount)
        {
            _groups.Add(MakeGroup(tree));
        }

        _blocks = new AlignedDoubles((int)_end);
        for (int i = 0; i < _groups.Count; i++)
        {
            if (_groups[i].SplitCount > 0)
            {
                int first = _categories.Count;
                Fill(_groups[i]);
                _groups[i] = _groups[i] with { FirstCategory = first, EndCategory = _categories.Count };
            }
        }

        Groups = [.. _groups];
        Categories = [.. _categories];
    }

    /// <summary>All trees.</summary>
    public RowGroup[] Groups { get; }

    /// <summary>The splits by category, indexes of the plan's splits; a group's splits read their answers, 0 for left and 1 for right, behind the values in this order.</summary>
    public int[] Categories { get; }

    /// <summary>The first block. Valid as long as this object is alive.</summary>
    public double* Blocks => _blocks.Start;

    private int SplitsOf(int tree) => (_plan.Trees[tree].EndStep - _plan.Trees[tree].FirstStep) / 2;

    // The first tree and those behind it that need as many vectors of the same width, as long as they fit.
    private RowGroup MakeGroup(int tree)
    {
        int splits = SplitsOf(tree);
        (int lanes, int vectors) = WidthOf(tree);
        if (splits is 0 or > MaxSplits || _plan.LeafWidth > 1 || _end > MaxDoubles)
        {
            return new RowGroup(tree, 1, 0, lanes, 0, 0, 0, 0, 0);
        }

        int end = tree + 1;
        while (end < _plan.Trees.Length && SplitsOf(end) > 0 && splits + SplitsOf(end) <= MaxSplits && WidthOf(end) == (lanes, vectors))
        {
            splits += SplitsOf(end++);
        }

        int ones = _plan.Trees[tree].Rule + (2 * AlignedDoubles.RoundUp(_plan.Trees[tree].Points));
        var group = new RowGroup(tree, end - tree, splits, lanes, vectors, ones, (int)_end, 0, 0);
        _end += RowBlock.Length(splits, group.LeafCount);
        return group;
    }

    // The narrowest vector that holds all points, if one does: of 500 trees with up to 4 points one row takes 63 us in vectors of 4, 95 us in
    // those of 8, which take twice the memory.
    private (int Lanes, int Vectors) WidthOf(int tree)
    {
        int points = _plan.Trees[tree].Points;
        int lanes = _lanes;
        while (lanes / 2 >= points)
        {
            lanes /= 2;
        }

        return (lanes, (points + lanes - 1) / lanes);
    }

    private void Fill(in RowGroup group)
    {
        var block = new RowBlock(Blocks + group.Block, group);
        List<RowSplit> splits = InLevels(group);
        int leaves = 0;
        for (int i = 0; i < splits.Count; i++)
        {
            WriteSplit(block, group, splits, i);
            ref readonly ShapSplit split = ref _plan.Splits[splits[i].Index];
            foreach ((int leaf, int isRight) in (ReadOnlySpan<(int, int)>)[(split.LeftLeaf, 0), (split.RightLeaf, 1)])
            {
                if (leaf >= 0)
                {
                    block.LeafValues[leaves] = _plan.Leaves[leaf];
                    block.LeafSides[leaves++] = SideAt(group, i, isRight);
                }
            }
        }

        for (int t = 0; t < group.TreeCount; t++)
        {
            ref readonly ShapTree tree = ref _plan.Trees[group.FirstTree + t];
            block.Weights[t] = (uint)(tree.Rule + AlignedDoubles.RoundUp(tree.Points));
        }

        // Tree after tree, each from its last split to its first, as the other kernel does: the sums get the same bits.
        int k = 0;
        foreach (RowSplit split in splits.OrderBy(s => s.Tree).ThenByDescending(s => s.Index))
        {
            block.Order[k] = (uint)splits.IndexOf(split);
            block.Targets[k++] = (uint)((_plan.Splits[split.Index].Feature * _plan.OutputCount) + _plan.Trees[split.Tree].Output);
        }
    }

    private List<RowSplit> InLevels(in RowGroup group)
    {
        var splits = new List<RowSplit>(group.SplitCount);
        for (int tree = group.FirstTree; tree < group.FirstTree + group.TreeCount; tree++)
        {
            int first = _plan.Steps[_plan.Trees[tree].FirstStep];
            int start = splits.Count;
            for (int i = 0; i < SplitsOf(tree); i++)
            {
                int side = _plan.Splits[first + i].AboveSide;
                int level = side == 0 ? 0 : 1 + splits[start + (side / 2) - 1].Level;
                splits.Add(new RowSplit(tree, first, first + i, level));
            }
        }

        return [.. splits.OrderBy(s => s.Level)];
    }

    private void WriteSplit(in RowBlock block, in RowGroup group, List<RowSplit> splits, int i)
    {
        ref readonly ShapSplit split = ref _plan.Splits[splits[i].Index];
        ref readonly ShapTree tree = ref _plan.Trees[splits[i].Tree];
        block.Thresholds[i] = split.IsCategorical ? 0 : split.Threshold;
        block.Features[i] = (uint)(split.Feature + (split.MissingLeft != 0 ? _plan.Features.Count : 0));
        if (split.IsCategorical)
        {
            int before = splits.Take(i).Count(s => _plan.Splits[s.Index].IsCategorical);
            block.Features[i] = (uint)((2 * _plan.Features.Count) + before);
            _categories.Add(splits[i].Index);
        }

        block.LeftShares[i] = split.LeftShare;
        block.EarlierShares[i] = split.EarlierShare;
        block.Points[i] = (uint)tree.Rule;
        int parent = PositionOf(splits, splits[i], split.AboveSide);
        block.Above[i] = parent < 0 ? (uint)((splits[i].Tree - group.FirstTree) * group.Lanes) : SideAt(group, parent, split.AboveSide & 1);
        int earlier = PositionOf(splits, splits[i], split.EarlierSide);
        if (earlier >= 0)
        {
            ulong bit = 1UL << earlier;
            ulong asked = BitConverter.DoubleToUInt64Bits(block.Asked[earlier]) | bit;
            ulong wanted = BitConverter.DoubleToUInt64Bits(block.Wanted[earlier]) | ((split.EarlierSide & 1) == 0 ? bit : 0);
            block.Asked[i] = BitConverter.UInt64BitsToDouble(asked);
            block.Wanted[i] = BitConverter.UInt64BitsToDouble(wanted);
            block.Inverses[i] = BitConverter.Int64BitsToDouble(split.Tables - group.Ones);
        }
    }

    // A side's number says the slot of its split, which in a tree walked level by level is its place in the tree, counted from 1.
    private static int PositionOf(List<RowSplit> splits, RowSplit below, int side) =>
        side == 0 ? -1 : splits.FindIndex(s => s.Index == below.First + (side / 2) - 1);

    private static uint SideAt(in RowGroup group, int position, int isRight) => (uint)((group.TreeCount + (2 * position) + isRight) * group.Lanes);

    /// <summary>A split of a group: its tree, that tree's first split, its own index and how many splits stand above it.</summary>
    private readonly record struct RowSplit(int Tree, int First, int Index, int Level);
}
