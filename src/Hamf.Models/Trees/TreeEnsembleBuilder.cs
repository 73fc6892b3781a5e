using System.Runtime.InteropServices;
using Hamf.Models.Data;

namespace Hamf.Models.Trees;

/// <summary>Collects trees node by node and freezes them into a <see cref="TreeEnsemble"/>. Not thread-safe.</summary>
internal sealed class TreeEnsembleBuilder(IReadOnlyList<FeatureInfo> features, double[] bases, int leafWidth = 1)
{
    private readonly List<int> _starts = [0];
    private readonly List<int> _feature = [];
    private readonly List<double> _threshold = [];
    private readonly List<int> _setStart = [];
    private readonly List<ulong> _words = [];
    private readonly List<bool> _defaultLeft = [];
    private readonly List<int> _left = [];
    private readonly List<int> _right = [];
    private readonly List<double> _value = [];
    private readonly List<int> _outputs = [];
    private readonly List<double> _cover = [];

    /// <summary>Finished trees.</summary>
    public int TreeCount => _starts.Count - 1;

    /// <summary>Whether a feature is split by category.</summary>
    public bool IsCategorical(int feature) => features[feature].Kind == FeatureKind.Categorical;

    /// <summary>Adds a leaf, which <see cref="SplitByThreshold"/> or <see cref="SplitByCategory"/> may turn into a split.</summary>
    /// <returns>The node's index.</returns>
    public int AddLeaf(double cover)
    {
        _feature.Add(TreeEnsemble.Leaf);
        _threshold.Add(0);
        _setStart.Add(TreeEnsemble.NoSet);
        _defaultLeft.Add(false);
        _left.Add(0);
        _right.Add(0);
        CollectionsMarshal.SetCount(_value, _value.Count + leafWidth);
        CollectionsMarshal.AsSpan(_value)[^leafWidth..].Clear();
        _cover.Add(cover);
        return _feature.Count - 1;
    }

    /// <summary>Sets what the leaf <paramref name="node"/> of one value adds.</summary>
    public void SetValue(int node, double value) => _value[node * leafWidth] = value;

    /// <summary>Sets what the leaf <paramref name="node"/> adds, [leaf width].</summary>
    public void SetValues(int node, ReadOnlySpan<double> values) => values.CopyTo(CollectionsMarshal.AsSpan(_value).Slice(node * leafWidth, leafWidth));

    /// <summary>Turns a leaf into a split by threshold; its children are added as leaves, left first.</summary>
    /// <returns>The index of the left child; the right one follows it.</returns>
    public int SplitByThreshold(int node, int feature, double threshold, bool defaultLeft, double leftCover)
    {
        _threshold[node] = threshold;
        return Split(node, feature, defaultLeft, leftCover);
    }

    /// <summary>Turns a leaf into a split by category; the codes in <paramref name="leftCodes"/> go left.</summary>
    /// <returns>The index of the left child; the right one follows it.</returns>
    public int SplitByCategory(int node, int feature, IEnumerable<int> leftCodes, bool defaultLeft, double leftCover)
    {
        var words = new ulong[TreeEnsemble.WordsOf(features[feature])];
        foreach (int code in leftCodes)
        {
            words[code >> 6] |= 1UL << (code & 63);
        }

        _setStart[node] = _words.Count;
        _words.AddRange(words);
        return Split(node, feature, defaultLeft, leftCover);
    }

    /// <summary>Ends the tree whose nodes were added since the last end; it adds to <paramref name="output"/> and, with wide leaves, those that follow.</summary>
    public void EndTree(int output = 0)
    {
        _starts.Add(_feature.Count);
        _outputs.Add(output);
    }

    /// <summary>The first <paramref name="trees"/> trees.</summary>
    public TreeEnsemble Build(int trees, TreeSum sum = TreeSum.Double) => Build(0, trees, bases, sum);

    /// <summary>The tree ended last, alone and without a base.</summary>
    public TreeEnsemble BuildLast() => Build(TreeCount - 1, TreeCount, new double[bases.Length], TreeSum.Double);

    private TreeEnsemble Build(int firstTree, int endTree, double[] start, TreeSum sum)
    {
        int from = _starts[firstTree];
        int count = _starts[endTree] - from;
        int[] setStarts = _setStart.GetRange(from, count).ToArray();
        (int wordFrom, int wordEnd) = WordsOf(from, count);
        return new TreeEnsemble
        {
            Bases = [.. start],
            TreeOutput = _outputs.GetRange(firstTree, endTree - firstTree).ToArray(),
            LeafWidth = leafWidth,
            Sum = sum,
            TreeStarts = _starts.GetRange(firstTree, endTree - firstTree + 1).Select(start => start - from).ToArray(),
            Feature = _feature.GetRange(from, count).ToArray(),
            Threshold = _threshold.GetRange(from, count).ToArray(),
            SetStart = setStarts.Select(set => set == TreeEnsemble.NoSet ? set : set - wordFrom).ToArray(),
            SetWords = _words.GetRange(wordFrom, wordEnd - wordFrom).ToArray(),
            DefaultLeft = _defaultLeft.GetRange(from, count).ToArray(),
            Left = _left.GetRange(from, count).Select(child => Math.Max(0, child - from)).ToArray(),
            Right = _right.GetRange(from, count).Select(child => Math.Max(0, child - from)).ToArray(),
            Value = _value.GetRange(from * leafWidth, count * leafWidth).ToArray(),
            Cover = _cover.GetRange(from, count).ToArray(),
        };
    }

    private int Split(int node, int feature, bool defaultLeft, double leftCover)
    {
        int left = AddLeaf(leftCover);
        int right = AddLeaf(_cover[node] - leftCover);
        _feature[node] = feature;
        _defaultLeft[node] = defaultLeft;
        _left[node] = left;
        _right[node] = right;
        return left;
    }

    // Sets are appended as nodes are split, so those of consecutive trees stand together.
    private (int Start, int End) WordsOf(int firstNode, int count)
    {
        int start = int.MaxValue;
        int end = 0;
        for (int node = firstNode; node < firstNode + count; node++)
        {
            if (_setStart[node] != TreeEnsemble.NoSet)
            {
                start = Math.Min(start, _setStart[node]);
                end = Math.Max(end, _setStart[node] + TreeEnsemble.WordsOf(features[_feature[node]]));
            }
        }

        return end == 0 ? (0, 0) : (start, end);
    }
}
