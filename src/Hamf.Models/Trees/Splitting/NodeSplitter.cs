using Hamf.Models.Data;
using Hamf.Models.Numerics;

namespace Hamf.Models.Trees.Splitting;

/// <summary>
/// Finds the split of a node among features drawn at random, and divides the node's rows. Categories are put in the order of their mean
/// target once per tree, on the rows of its bag, and are then cut like numbers (Wright and König 2019). Codes that keep an order of their own
/// are cut in it. One thread owns one.
/// </summary>
internal abstract class NodeSplitter<TTally>
    where TTally : struct, ITally
{
    private readonly TreeSettings _settings;
    private readonly int[] _features;
    private readonly int[]?[] _positions;

    protected NodeSplitter(IReadOnlyList<FeatureInfo> features, TreeSettings settings, Bag bag, TTally tally)
    {
        Features = features;
        _settings = settings;
        Bag = bag;
        Tally = tally;
        _features = new int[features.Count];
        _positions = new int[features.Count][];
    }

    /// <summary>The rows.</summary>
    public Bag Bag { get; }

    /// <summary>The sums.</summary>
    public TTally Tally { get; }

    protected IReadOnlyList<FeatureInfo> Features { get; }

    protected bool DrawsCuts => _settings.DrawsCuts;

    /// <summary>Prepares for the tree of the rows that are in the bag now.</summary>
    public void StartTree(ref SplitMix64 random)
    {
        for (int f = 0; f < _features.Length; f++)
        {
            // The order of features is part of the draw: it must not remember the tree before.
            _features[f] = f;
            _positions[f] = KeepsOrder(f) ? null : OrderCategories(f, random.Next(Bag.Count));
        }
    }

    /// <summary>
    /// The best split of a node that was entered. Features with one value in the node are not counted as drawn, and while nothing was found
    /// more are drawn: a node is a leaf only when no feature can divide it.
    /// </summary>
    public NodeSplit Find(int start, int end, ref SplitMix64 random)
    {
        var best = new NodeSplit { Feature = NodeSplit.None, Score = double.NegativeInfinity };
        int undrawn = _features.Length;
        int seen = 0;
        while (undrawn > 0 && (seen < _settings.FeaturesPerSplit || best.Feature == NodeSplit.None))
        {
            int wanted = Math.Min(Math.Max(1, _settings.FeaturesPerSplit - seen), undrawn);
            ReadOnlySpan<int> drawn = Draw(wanted, undrawn, ref random);
            undrawn -= drawn.Length;
            for (int from = 0; from < drawn.Length; from += TTally.FeaturesAtOnce)
            {
                ReadOnlySpan<int> together = drawn[from..Math.Min(drawn.Length, from + TTally.FeaturesAtOnce)];
                seen += Compare(together, start, end, ref best, ref random);
            }
        }

        return best;
    }

    /// <summary>Divides the rows of a node.</summary>
    /// <returns>The end of the left side.</returns>
    public abstract int Divide(in NodeSplit split, int start, int end);

    /// <summary>The category codes that go left.</summary>
    public IEnumerable<int> LeftCategories(NodeSplit split)
    {
        int[]? positions = _positions[split.Feature];
        return Enumerable.Range(0, Features[split.Feature].UnseenCode + 1)
            .Select(category => (Category: category, Code: CodeOfCategory(split.Feature, category)))
            .Where(c => (positions is null ? c.Code : positions[c.Code]) <= split.LastLeft)
            .Select(c => c.Category);
    }

    /// <summary>Position of each code in the order of this tree, or null for a feature whose codes keep their order.</summary>
    protected int[]? PositionsOf(int feature) => _positions[feature];

    /// <summary>Looks at several features of a node at once, before <see cref="FindBy"/> is asked for each.</summary>
    protected virtual void Prepare(ReadOnlySpan<int> features, int start, int end)
    {
    }

    /// <summary>The best split by a feature with a score above <paramref name="atLeast"/>; null when it has one value in the node.</summary>
    /// <param name="feature">The feature.</param>
    /// <param name="index">Its place among those prepared together.</param>
    /// <param name="start">First position of the node.</param>
    /// <param name="end">End of the node.</param>
    /// <param name="atLeast">The best score so far.</param>
    /// <param name="random">For cuts that are drawn.</param>
    protected abstract NodeSplit? FindBy(int feature, int index, int start, int end, double atLeast, ref SplitMix64 random);

    /// <summary>Whether the codes of a feature are cut as they stand: all but those of categories whose targets differ.</summary>
    protected abstract bool KeepsOrder(int feature);

    /// <summary>Codes of a feature's values; that of missing is the next.</summary>
    protected abstract int MissingCode(int feature);

    /// <summary>The code of a feature in a row.</summary>
    protected abstract int CodeOf(int feature, int row);

    /// <summary>The code of a category.</summary>
    protected abstract int CodeOfCategory(int feature, int category);

    // Returns how many of the features have more than one value in the node.
    private int Compare(ReadOnlySpan<int> features, int start, int end, ref NodeSplit best, ref SplitMix64 random)
    {
        int seen = 0;
        Prepare(features, start, end);
        for (int i = 0; i < features.Length; i++)
        {
            NodeSplit? found = FindBy(features[i], i, start, end, best.Score, ref random);
            seen += found is null ? 0 : 1;
            best = found is { Feature: not NodeSplit.None } better ? better : best;
        }

        return seen;
    }

    private ReadOnlySpan<int> Draw(int count, int undrawn, ref SplitMix64 random)
    {
        for (int i = 0; i < count; i++)
        {
            int at = random.Next(undrawn--);
            (_features[at], _features[undrawn]) = (_features[undrawn], _features[at]);
        }

        return _features.AsSpan(undrawn, count);
    }

    // One row of the average target is added to each category, so that rare ones are not first or last by chance alone.
    private int[] OrderCategories(int feature, int like)
    {
        int missing = MissingCode(feature);
        var sums = new double[missing];
        var weights = new double[missing];
        ReadOnlySpan<ulong> entries = Bag.Entries;
        for (int position = 0; position < entries.Length; position++)
        {
            int code = CodeOf(feature, Bag.RowOf(entries[position]));
            if (code != missing)
            {
                double weight = Bag.WeightOf(entries[position]) * Bag.Unit;
                sums[code] += weight * Tally.OrderTarget(position, like);
                weights[code] += weight;
            }
        }

        double average = sums.Sum() / Math.Max(weights.Sum(), double.Epsilon);
        var positions = new int[missing + 1];
        int next = 0;
        foreach (int code in Enumerable.Range(0, missing).OrderBy(code => (sums[code] + average) / (weights[code] + 1)))
        {
            positions[code] = next++;
        }

        positions[missing] = missing;
        return positions;
    }
}
