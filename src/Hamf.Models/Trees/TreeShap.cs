namespace Hamf.Models.Trees;

/// <summary>
/// Exact path-dependent SHAP values (Lundberg, Erion and Lee 2018, algorithm 2): each feature's share of a tree's output, averaged over all orders
/// in which features become known, where an unknown feature follows both branches in proportion to training rows. One instance explains one
/// row at a time; not thread-safe.
/// </summary>
internal sealed class TreeShap
{
    private readonly TreeEnsemble _trees;
    private readonly PathElement[] _path;

    public TreeShap(TreeEnsemble trees)
    {
        _trees = trees;
        _path = new PathElement[PathBufferLength(trees)];
    }

    /// <summary>The base value: the base score and every tree's mean over its training rows, in log-odds.</summary>
    public static double Mean(TreeEnsemble trees) => trees.BaseScore + trees.Roots.Sum(root => Mean(trees, root));

    /// <summary>Adds every feature's contribution in log-odds to <paramref name="contributions"/>.</summary>
    public void Explain(ReadOnlySpan<double> values, Span<double> contributions)
    {
        foreach (int root in _trees.Roots)
        {
            Visit(root, 0, 0, new PathElement { Feature = -1, Zero = 1, One = 1 }, values, contributions);
        }
    }

    // The recursion is as deep as the tree. Every level keeps its own copy of the path in the buffer, one element longer than its parent's.
    private void Visit(int node, int start, int length, PathElement added, ReadOnlySpan<double> values, Span<double> contributions)
    {
        Span<PathElement> path = _path.AsSpan(start);
        Extend(path, length, added);
        length++;
        int feature = _trees.Feature[node];
        if (feature == TreeEnsemble.Leaf)
        {
            AddLeaf(path[..length], _trees.Value[node], contributions);
            return;
        }

        // A feature that is on the path already is taken off it and put back with the product of its shares.
        double zero = 1;
        double one = 1;
        for (int i = 1; i < length; i++)
        {
            if (path[i].Feature == feature)
            {
                (zero, one) = (path[i].Zero, path[i].One);
                Unwind(path, length, i);
                length--;
                break;
            }
        }

        (int left, int right) = (_trees.Left[node], _trees.Right[node]);
        (int hot, int cold) = _trees.GoesLeft(node, values[feature]) ? (left, right) : (right, left);
        double perRow = zero / _trees.Cover[node];
        Descend(hot, new PathElement { Feature = feature, Zero = perRow * _trees.Cover[hot], One = one }, start, length, values, contributions);
        Descend(cold, new PathElement { Feature = feature, Zero = perRow * _trees.Cover[cold] }, start, length, values, contributions);
    }

    private void Descend(int child, PathElement added, int start, int length, ReadOnlySpan<double> values, Span<double> contributions)
    {
        int next = start + length + 1;
        _path.AsSpan(start, length).CopyTo(_path.AsSpan(next));
        Visit(child, next, length, added, values, contributions);
    }

    private static void Extend(Span<PathElement> path, int length, PathElement added)
    {
        added.Weight = length == 0 ? 1 : 0;
        path[length] = added;
        for (int i = length - 1; i >= 0; i--)
        {
            path[i + 1].Weight += added.One * path[i].Weight * (i + 1) / (length + 1);
            path[i].Weight = added.Zero * path[i].Weight * (length - i) / (length + 1);
        }
    }

    private static void Unwind(Span<PathElement> path, int length, int index)
    {
        int last = length - 1;
        (double zero, double one) = (path[index].Zero, path[index].One);
        double next = path[last].Weight;
        for (int i = last - 1; i >= 0; i--)
        {
            if (one != 0)
            {
                double before = path[i].Weight;
                path[i].Weight = next * length / ((i + 1) * one);
                next = before - (path[i].Weight * zero * (last - i) / length);
            }
            else
            {
                path[i].Weight = path[i].Weight * length / (zero * (last - i));
            }
        }

        for (int i = index; i < last; i++)
        {
            (path[i].Feature, path[i].Zero, path[i].One) = (path[i + 1].Feature, path[i + 1].Zero, path[i + 1].One);
        }
    }

    private static void AddLeaf(ReadOnlySpan<PathElement> path, double value, Span<double> contributions)
    {
        for (int i = 1; i < path.Length; i++)
        {
            contributions[path[i].Feature] += UnwoundWeight(path, i) * (path[i].One - path[i].Zero) * value;
        }
    }

    // The sum of weights as it would be without the element; the weights themselves stay.
    private static double UnwoundWeight(ReadOnlySpan<PathElement> path, int index)
    {
        int last = path.Length - 1;
        (double zero, double one) = (path[index].Zero, path[index].One);
        double next = path[last].Weight;
        double total = 0;
        for (int i = last - 1; i >= 0; i--)
        {
            if (one != 0)
            {
                double weight = next * path.Length / ((i + 1) * one);
                total += weight;
                next = path[i].Weight - (weight * zero * (last - i) / path.Length);
            }
            else
            {
                total += path[i].Weight * path.Length / (zero * (last - i));
            }
        }

        return total;
    }

    private static double Mean(TreeEnsemble trees, int node)
    {
        if (trees.Feature[node] == TreeEnsemble.Leaf)
        {
            return trees.Value[node];
        }

        (int left, int right) = (trees.Left[node], trees.Right[node]);
        return ((Mean(trees, left) * trees.Cover[left]) + (Mean(trees, right) * trees.Cover[right])) / trees.Cover[node];
    }

    private static int PathBufferLength(TreeEnsemble trees)
    {
        int deepest = 0;
        var depth = new int[trees.NodeCount];
        for (int node = 0; node < depth.Length; node++)
        {
            deepest = Math.Max(deepest, depth[node]);
            if (trees.Feature[node] != TreeEnsemble.Leaf)
            {
                depth[trees.Left[node]] = depth[trees.Right[node]] = depth[node] + 1;
            }
        }

        return (deepest + 2) * (deepest + 4);
    }

    // Zero and One: the share of paths that go on when the feature is unknown and when it is known. Weight: that of feature sets by size.
    private struct PathElement
    {
        public int Feature;
        public double Zero;
        public double One;
        public double Weight;
    }
}
