using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hamf.Models.Trees;

/// <summary>
/// The trees laid out for scoring: 16 bytes a node, siblings side by side, so that a step is one load and one comparison. The same bits as
/// <see cref="TreeEnsemble.LogOdds"/>, which is its oracle. Immutable; allocates nothing when scoring.
/// </summary>
internal sealed class FastTrees
{
    private const int FeatureMask = 0x0FFF_FFFF;
    private const int CategoricalFlag = 1 << 30;
    private const int MissingLeftFlag = 1 << 29;
    private const int LeafFlag = int.MinValue;

    private readonly Node[] _nodes;
    private readonly int[] _roots;
    private readonly ulong[] _words;
    private readonly double _baseScore;

    private FastTrees(Node[] nodes, int[] roots, ulong[] words, double baseScore)
    {
        _nodes = nodes;
        _roots = roots;
        _words = words;
        _baseScore = baseScore;
    }

    /// <summary>Lays out an ensemble.</summary>
    public static FastTrees Of(TreeEnsemble trees)
    {
        var nodes = new Node[trees.NodeCount];
        var roots = new int[trees.Roots.Length];
        var places = new Queue<(int From, int To)>();
        int next = 0;
        for (int t = 0; t < roots.Length; t++)
        {
            roots[t] = next;
            places.Enqueue((trees.Roots[t], next++));
            while (places.TryDequeue(out (int From, int To) place))
            {
                nodes[place.To] = NodeOf(trees, place.From, next);
                if (trees.Feature[place.From] != TreeEnsemble.Leaf)
                {
                    places.Enqueue((trees.Left[place.From], next++));
                    places.Enqueue((trees.Right[place.From], next++));
                }
            }
        }

        return new FastTrees(nodes, roots, trees.CategoryWords, trees.BaseScore);
    }

    /// <summary>Log-odds of a row.</summary>
    public double LogOdds(ReadOnlySpan<double> values)
    {
        double sum = _baseScore;
        foreach (int root in _roots)
        {
            sum += LeafValue(root, values);
        }

        return sum;
    }

    /// <summary>Log-odds of rows that lie one after another; a tree goes over a block of rows while it is in the cache.</summary>
    /// <param name="values">[rows x features], row-major.</param>
    /// <param name="featureCount">Features of a row.</param>
    /// <param name="logOdds">[rows], receives the sums.</param>
    public void LogOdds(ReadOnlySpan<double> values, int featureCount, Span<double> logOdds)
    {
        logOdds.Fill(_baseScore);
        foreach (int root in _roots)
        {
            for (int row = 0; row < logOdds.Length; row++)
            {
                logOdds[row] += LeafValue(root, values.Slice(row * featureCount, featureCount));
            }
        }
    }

    private double LeafValue(int root, ReadOnlySpan<double> values)
    {
        // Indices of nodes come from Of, which places every child inside the array.
        ref Node nodes = ref MemoryMarshal.GetArrayDataReference(_nodes);
        ref Node node = ref Unsafe.Add(ref nodes, root);
        while (node.Feature >= 0)
        {
            double value = values[node.Feature & FeatureMask];
            bool isLeft = value <= node.Number;
            if ((node.Feature & CategoricalFlag) != 0)
            {
                int bin = TreeEnsemble.CategoryBin(value);
                isLeft = (_words[(int)node.Number + (bin >> 6)] >> (bin & 63) & 1) != 0;
            }
            else if (double.IsNaN(value))
            {
                isLeft = (node.Feature & MissingLeftFlag) != 0;
            }

            node = ref Unsafe.Add(ref nodes, node.Left + (isLeft ? 0 : 1));
        }

        return node.Number;
    }

    private static Node NodeOf(TreeEnsemble trees, int from, int left)
    {
        int feature = trees.Feature[from];
        if (feature == TreeEnsemble.Leaf)
        {
            return new Node(trees.Value[from], LeafFlag, 0);
        }

        int set = trees.CategorySetIndex[from];
        int flags = (set >= 0 ? CategoricalFlag : 0) | (trees.MissingLeft[from] ? MissingLeftFlag : 0);
        double number = set >= 0 ? set * TreeEnsemble.WordsPerSet : trees.Threshold[from];
        return new Node(number, feature | flags, left);
    }

    // Number: threshold, first word of the category set, or a leaf's value. Left: the left child; the right one follows it.
    private readonly record struct Node(double Number, int Feature, int Left);
}
