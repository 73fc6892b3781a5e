using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Hamf.Models.Data;

namespace Hamf.Models.Trees.Scoring;

/// <summary>
/// What an ensemble asks of a row, freed of special cases: numeric channels in which missing needs no test, and category codes in which
/// missing is a code of its own. Where every threshold is a float, a value may be rounded up to a float before it is compared:
/// x &lt;= t exactly where up(x) &lt;= t. Where the ensemble rounds values to the nearest float, a threshold may be rounded down to one.
/// </summary>
internal sealed class ChannelMap
{
    /// <summary>Most numbers of a row that scorers keep on the stack.</summary>
    public const int StackNumbersMax = 512;

    private readonly IReadOnlyList<FeatureInfo> _features;
    private readonly int[] _numberIndex;
    private readonly int[] _categoryIndex;
    private readonly bool _roundsToNearest;

    public ChannelMap(TreeEnsemble trees, IReadOnlyList<FeatureInfo> features)
    {
        _features = features;
        _roundsToNearest = trees.RoundsToSingle;
        _numberIndex = new int[2 * features.Count];
        _categoryIndex = new int[features.Count];
        FitsSingle = true;
        for (int node = 0; node < trees.NodeCount; node++)
        {
            int feature = trees.Feature[node];
            if (feature == TreeEnsemble.Leaf)
            {
                continue;
            }

            if (trees.SetStart[node] != TreeEnsemble.NoSet)
            {
                _categoryIndex[feature] = 1;
                continue;
            }

            _numberIndex[(2 * feature) + (trees.DefaultLeft[node] ? 1 : 0)] = 1;
            double threshold = ThresholdOf(trees, node);
            FitsSingle &= (float)threshold == threshold;
        }

        Numbers = Number(_numberIndex).Select(i => new Channel(i >> 1, (i & 1) != 0)).ToArray();
        Categories = Number(_categoryIndex);
    }

    /// <summary>The numeric channels that some split reads.</summary>
    public Channel[] Numbers { get; }

    /// <summary>The features that some split by category reads.</summary>
    public int[] Categories { get; }

    /// <summary>Whether every threshold is a float, so that floats can be compared in place of doubles.</summary>
    public bool FitsSingle { get; }

    /// <summary>The threshold of a split as the channels are compared with it.</summary>
    public static double ThresholdOf(TreeEnsemble trees, int node)
    {
        double threshold = trees.Threshold[node];
        if (!trees.RoundsToSingle)
        {
            return threshold;
        }

        float nearest = (float)threshold;
        return nearest > threshold ? MathF.BitDecrement(nearest) : nearest;
    }

    /// <summary>Index into <see cref="Numbers"/> of what a split by threshold reads.</summary>
    public int NumberOf(TreeEnsemble trees, int node) => _numberIndex[(2 * trees.Feature[node]) + (trees.DefaultLeft[node] ? 1 : 0)];

    /// <summary>Index into <see cref="Categories"/> of what a split by category reads.</summary>
    public int CategoryOf(TreeEnsemble trees, int node) => _categoryIndex[trees.Feature[node]];

    /// <summary>Codes of a category: the known ones, unseen, and missing as the last.</summary>
    public int CodeCount(int category) => _features[Categories[category]].UnseenCode + 2;

    /// <summary>The code of a value of a category.</summary>
    public int CodeOf(int category, double value)
    {
        int unseen = _features[Categories[category]].UnseenCode;
        return double.IsNaN(value) ? unseen + 1 : CategoryCode.IndexOf(value, unseen);
    }

    /// <summary>Whether a split by category sends a code left.</summary>
    public bool GoesLeft(TreeEnsemble trees, int node, int code) => code > _features[trees.Feature[node]].UnseenCode
        ? trees.DefaultLeft[node]
        : (trees.SetWords[trees.SetStart[node] + (code >> 6)] >> (code & 63) & 1) != 0;

    /// <summary>A value as the channel carries it.</summary>
    public double Read(Channel channel, double value)
    {
        if (double.IsNaN(value))
        {
            return channel.MissingLeft ? double.NegativeInfinity : value;
        }

        return _roundsToNearest ? (float)value : value;
    }

    /// <summary>The same as a float, when <see cref="FitsSingle"/>.</summary>
    public float ReadSingle(Channel channel, double value)
    {
        double read = Read(channel, value);
        float nearest = (float)read;
        return nearest < read ? MathF.BitIncrement(nearest) : nearest;
    }

    /// <summary>A row's numeric channels, when <see cref="FitsSingle"/>.</summary>
    public void ReadSingles(ReadOnlySpan<double> values, Span<float> numbers)
    {
        Channel[] channels = Numbers;
        for (int i = 0; i < channels.Length; i++)
        {
            numbers[i] = ReadSingle(channels[i], values[channels[i].Feature]);
        }
    }

    /// <summary>A channel of many rows, when <see cref="FitsSingle"/>.</summary>
    public void ReadSingles(Channel channel, ReadOnlySpan<double> column, Span<float> numbers, SimdLevel level)
    {
        int done = level >= SimdLevel.Vector512 ? ReadSingles512(channel, column, numbers) : 0;
        for (int i = done; i < column.Length; i++)
        {
            numbers[i] = ReadSingle(channel, column[i]);
        }
    }

    // Eight values at a time; the remainder is left to the scalar twin. Returns how many were read.
    private int ReadSingles512(Channel channel, ReadOnlySpan<double> column, Span<float> numbers)
    {
        ref double source = ref MemoryMarshal.GetReference(column);
        ref float target = ref MemoryMarshal.GetReference(numbers[..column.Length]);
        Vector512<double> missing = Vector512.Create(channel.MissingLeft ? double.NegativeInfinity : double.NaN);
        int done = 0;
        for (; done + 8 <= column.Length; done += 8)
        {
            Vector512<double> value = Vector512.LoadUnsafe(ref source, (nuint)done);
            value = Vector512.ConditionalSelect(Vector512.Equals(value, value), value, missing);
            Vector256<float> single = _roundsToNearest
                ? Avx512F.ConvertToVector256Single(value)
                : Avx512F.ConvertToVector256Single(value, FloatRoundingMode.ToPositiveInfinity);
            single.StoreUnsafe(ref target, (nuint)done);
        }

        return done;
    }

    // Gives each used entry its place among the used, and returns the used.
    private static int[] Number(int[] used)
    {
        var indices = new List<int>();
        for (int i = 0; i < used.Length; i++)
        {
            if (used[i] != 0)
            {
                used[i] = indices.Count;
                indices.Add(i);
            }
        }

        return [.. indices];
    }
}
