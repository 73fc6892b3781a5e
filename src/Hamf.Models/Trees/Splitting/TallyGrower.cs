using Hamf.Models.Data;
using Hamf.Models.Numerics;

namespace Hamf.Models.Trees.Splitting;

/// <summary>The grower of one way of storing rows and one kind of target.</summary>
internal sealed class TallyGrower<TTally>(
    NodeSplitter<TTally> splitter, IReadOnlyList<FeatureInfo> features, TreeSettings settings, int leafWidth) : BagGrower
    where TTally : struct, ITally
{
    private readonly Stack<Pending> _pending = new();
    private readonly double[] _value = new double[leafWidth];

    /// <inheritdoc/>
    public override Bag Bag => splitter.Bag;

    /// <inheritdoc/>
    public override TreeEnsemble Grow(ref SplitMix64 random, double[] gains)
    {
        var builder = new TreeEnsembleBuilder(features, new double[leafWidth], leafWidth);
        Leaves.Clear();
        splitter.StartTree(ref random);
        splitter.Tally.Enter(0, Bag.Count);
        _pending.Push(new Pending(builder.AddLeaf(splitter.Tally.Weight * Bag.Unit), 0, Bag.Count, 0));
        while (_pending.TryPop(out Pending node))
        {
            splitter.Tally.Enter(node.Start, node.End);
            NodeSplit split = Find(node, ref random);
            if (split.Feature == NodeSplit.None)
            {
                splitter.Tally.WriteLeaf(_value);
                builder.SetValues(node.Node, _value);
                Leaves.Add((node.Node, node.Start, node.End));
                continue;
            }

            gains[split.Feature] += Math.Max(0, split.Score - splitter.Tally.Score);
            Divide(node, split, builder);
        }

        builder.EndTree();
        return builder.BuildLast();
    }

    private NodeSplit Find(Pending node, ref SplitMix64 random)
    {
        bool isLeaf = node.Depth >= settings.MaxDepth
            || splitter.Tally.Weight < Math.Max(settings.MinSplitWeight, 2 * settings.MinLeafWeight)
            || splitter.Tally.IsPure(node.Start, node.End);
        return isLeaf ? new NodeSplit { Feature = NodeSplit.None } : splitter.Find(node.Start, node.End, ref random);
    }

    private void Divide(Pending node, in NodeSplit split, TreeEnsembleBuilder builder)
    {
        int middle = splitter.Divide(split, node.Start, node.End);
        double leftCover = split.LeftWeight * Bag.Unit;
        int left = features[split.Feature].Kind == FeatureKind.Categorical
            ? builder.SplitByCategory(node.Node, split.Feature, splitter.LeftCategories(split), split.MissingLeft, leftCover)
            : builder.SplitByThreshold(node.Node, split.Feature, split.Threshold, split.MissingLeft, leftCover);
        _pending.Push(new Pending(left + 1, middle, node.End, node.Depth + 1));
        _pending.Push(new Pending(left, node.Start, middle, node.Depth + 1));
    }

    private readonly record struct Pending(int Node, int Start, int End, int Depth);
}
