using Hamf.Models.Formats.Boosting;

namespace Hamf.Models.Formats.LightGBM;

/// <summary>Reads a tree of a model text: splits and leaves stand in lists of their own, and a child below 0 is a leaf.</summary>
internal sealed class LightGBMTree
{
    private const int CategoricalBit = 1;
    private const int DefaultLeftBit = 2;
    private const int MissingShift = 2;

    private readonly LightGBMSection _section;
    private readonly int _leaves;
    private readonly int[] _decisions;
    private readonly double[] _thresholds;
    private readonly int[] _setStarts;
    private readonly double[] _setWords;

    // Splits may name one set together, which is then one array.
    private readonly Dictionary<int, uint[]> _sets = [];

    private LightGBMTree(LightGBMSection section)
    {
        _section = section;
        _leaves = section.Int("num_leaves");
        if (_leaves < 1 || section.Int("is_linear", 0) != 0)
        {
            throw _leaves < 1
                ? section.Fault($"a tree of {_leaves} leaves is damaged")
                : section.Fault("the leaves hold linear models (linear_tree), which cannot be imported", "Train with linear_tree=False");
        }

        int splits = _leaves - 1;
        int sets = section.Int("num_cat", 0);
        Features = splits > 0 ? section.Ints("split_feature", splits) : [];
        _thresholds = splits > 0 ? section.Doubles("threshold", splits) : [];
        _decisions = splits > 0 ? section.Ints("decision_type", splits) : [];
        _setStarts = sets > 0 ? section.Ints("cat_boundaries", sets == int.MaxValue ? 0 : sets + 1) : [];
        _setWords = sets > 0 ? section.Doubles("cat_threshold", Math.Max(0, _setStarts[^1])) : [];
    }

    /// <summary>The feature of each split.</summary>
    public int[] Features { get; }

    /// <summary>The nodes: splits, then leaves; the root is the first.</summary>
    public BoostedNode[] Nodes { get; private set; } = [];

    /// <summary>Reads a tree.</summary>
    /// <param name="section">Its lines.</param>
    /// <param name="scale">What its leaves are multiplied by.</param>
    /// <exception cref="ImportException">It is damaged, or not supported.</exception>
    public static LightGBMTree Read(LightGBMSection section, double scale)
    {
        var tree = new LightGBMTree(section);
        tree.Nodes = [.. tree.Splits(), .. tree.Leaves(scale)];
        return tree;
    }

    /// <summary>Whether a split is by category.</summary>
    public bool IsCategorical(int split) => (_decisions[split] & CategoricalBit) != 0;

    /// <summary>How a split treats what is missing.</summary>
    public MissingType Missing(int split) => (MissingType)((_decisions[split] >> MissingShift) & 3);

    private IEnumerable<BoostedNode> Splits()
    {
        int splits = Features.Length;
        int[] left = splits > 0 ? _section.Ints("left_child", splits) : [];
        int[] right = splits > 0 ? _section.Ints("right_child", splits) : [];
        double[] gains = splits > 0 && _section.Has("split_gain") ? _section.Doubles("split_gain", splits) : new double[splits];
        double[] counts = splits > 0 && _section.Has("internal_count") ? _section.Doubles("internal_count", splits) : new double[splits];
        for (int i = 0; i < splits; i++)
        {
            yield return new BoostedNode
            {
                Feature = Features[i] >= 0 ? Features[i] : int.MaxValue,
                Threshold = IsCategorical(i) ? 0 : _thresholds[i],
                LeftCategories = IsCategorical(i) ? Set(_thresholds[i]) : null,
                DefaultLeft = DefaultLeft(i),
                Left = Position(left[i]),
                Right = Position(right[i]),
                Cover = (float)counts[i],
                Gain = (float)gains[i],
            };
        }
    }

    // A missing category is in no set; a missing number counts as 0 where training saw none missing.
    private bool DefaultLeft(int split) => !IsCategorical(split)
        && (Missing(split) == MissingType.None ? _thresholds[split] >= 0 : (_decisions[split] & DefaultLeftBit) != 0);

    private BoostedNode[] Leaves(double scale)
    {
        double[] values = _section.Doubles("leaf_value", _leaves);
        double[] counts = _section.Has("leaf_count") && _leaves > 1 ? _section.Doubles("leaf_count", _leaves) : new double[_leaves];
        return [.. values.Zip(counts, (value, count) => BoostedNode.Leaf(value * scale, (float)count))];
    }

    private int Position(int child) => child >= 0 ? child : Features.Length + ~child;

    private uint[] Set(double number)
    {
        if (!(number >= 0 && number < _setStarts.Length - 1))
        {
            throw _section.Fault("a split names a set of categories that is not there");
        }

        if (_sets.TryGetValue((int)number, out uint[]? known))
        {
            return known;
        }

        (int start, int end) = (_setStarts[(int)number], _setStarts[(int)number + 1]);
        return _sets[(int)number] = start >= 0 && start <= end && end <= _setWords.Length
            ? Array.ConvertAll(_setWords[start..end], word => word is >= 0 and <= uint.MaxValue ? (uint)word : throw _section.Fault("cat_threshold holds what is no set"))
            : throw _section.Fault("a set of categories lies outside the table");
    }
}
