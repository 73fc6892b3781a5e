namespace Hamf.Models.Trees;

/// <summary>Collects nodes while trees grow. Not thread-safe.</summary>
internal sealed class TreeEnsembleBuilder(int featureCount, double baseScore)
{
    private readonly List<int> _roots = [];
    private readonly List<int> _feature = [];
    private readonly List<double> _threshold = [];
    private readonly List<int> _categorySet = [];
    private readonly List<ulong> _words = [];
    private readonly List<bool> _missingLeft = [];
    private readonly List<int> _left = [];
    private readonly List<int> _right = [];
    private readonly List<double> _value = [];
    private readonly List<double> _cover = [];
    private readonly List<double> _gain = [];

    public int TreeCount => _roots.Count;

    /// <summary>Begins a tree with its root as a leaf of that many rows.</summary>
    /// <returns>The root's index.</returns>
    public int BeginTree(double cover)
    {
        _roots.Add(_feature.Count);
        return AddLeaf(cover);
    }

    /// <summary>Makes a leaf an inner node with two leaves below it.</summary>
    /// <returns>The left child's index; the right child follows it.</returns>
    public int SplitLeaf(int node, in Split split, double threshold, bool missingLeft, double leftCover, double rightCover)
    {
        _feature[node] = split.Feature;
        _threshold[node] = threshold;
        _missingLeft[node] = missingLeft;
        _gain[node] = split.Gain;
        if (split.LeftBins is { } bins)
        {
            _categorySet[node] = _words.Count / TreeEnsemble.WordsPerSet;
            _words.AddRange(bins.Words);
        }

        int left = AddLeaf(leftCover);
        _left[node] = left;
        _right[node] = AddLeaf(rightCover);
        return left;
    }

    public void SetValue(int node, double value) => _value[node] = value;

    /// <summary>The tree grown last as an ensemble of its own, with base score 0.</summary>
    public TreeEnsemble BuildLast() => Build(_roots.Count - 1, 1, 0);

    /// <summary>The ensemble of the first <paramref name="treeCount"/> trees.</summary>
    public TreeEnsemble Build(int treeCount) => Build(0, treeCount, baseScore);

    private TreeEnsemble Build(int firstTree, int treeCount, double startScore)
    {
        int start = treeCount == 0 ? 0 : _roots[firstTree];
        int end = firstTree + treeCount < _roots.Count ? _roots[firstTree + treeCount] : _feature.Count;
        int[] sets = _categorySet[start..end].Where(s => s >= 0).ToArray();
        int firstSet = sets.Length == 0 ? 0 : sets.Min();
        int setCount = sets.Length == 0 ? 0 : sets.Max() + 1 - firstSet;
        return new TreeEnsemble
        {
            FeatureCount = featureCount,
            BaseScore = startScore,
            Roots = [.. _roots.GetRange(firstTree, treeCount).Select(r => r - start)],
            Feature = [.. _feature[start..end]],
            Threshold = [.. _threshold[start..end]],
            CategorySetIndex = [.. _categorySet[start..end].Select(s => s < 0 ? s : s - firstSet)],
            CategoryWords = [.. _words.GetRange(firstSet * TreeEnsemble.WordsPerSet, setCount * TreeEnsemble.WordsPerSet)],
            MissingLeft = [.. _missingLeft[start..end]],
            Left = [.. _left[start..end].Select(n => n < 0 ? n : n - start)],
            Right = [.. _right[start..end].Select(n => n < 0 ? n : n - start)],
            Value = [.. _value[start..end]],
            Cover = [.. _cover[start..end]],
            Gain = [.. _gain[start..end]],
        };
    }

    private int AddLeaf(double cover)
    {
        _feature.Add(TreeEnsemble.Leaf);
        _threshold.Add(0);
        _categorySet.Add(-1);
        _missingLeft.Add(false);
        _left.Add(-1);
        _right.Add(-1);
        _value.Add(0);
        _cover.Add(cover);
        _gain.Add(0);
        return _feature.Count - 1;
    }
}
