using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hamf.Models.Trees.Scoring;

/// <summary>
/// Turns a numeric channel into bytes that compare as its values do: the code of x is the number of the channel's thresholds below x, so
/// x &lt;= the k-th threshold (from 0) exactly where code &lt;= k. Missing that goes right is 255, above every k.
/// </summary>
internal sealed class RankCodes
{
    /// <summary>Most different thresholds of a channel.</summary>
    public const int ThresholdsMax = 255;

    private const int TableLength = 256;

    private readonly ChannelMap _map;
    private readonly double[][] _thresholds;

    // Per channel: its thresholds in order, filled up with infinity, which is below no value.
    private readonly double[] _sorted;
    private readonly int[] _levels;
    private readonly float[] _heaps;

    private RankCodes(ChannelMap map, double[][] thresholds)
    {
        _map = map;
        _thresholds = thresholds;
        _sorted = new double[thresholds.Length * TableLength];
        _levels = new int[thresholds.Length];
        _heaps = new float[map.FitsSingle ? thresholds.Length * TableLength : 0];
        Array.Fill(_sorted, double.PositiveInfinity);
        for (int c = 0; c < thresholds.Length; c++)
        {
            thresholds[c].CopyTo(_sorted, c * TableLength);
            _levels[c] = Math.Max(4, BitsOf(thresholds[c].Length));
            if (map.FitsSingle)
            {
                RankCodes512.FillHeap(_sorted.AsSpan(c * TableLength, TableLength), _levels[c], _heaps.AsSpan(c * TableLength, TableLength));
            }
        }
    }

    /// <summary>The codes of an ensemble, or null when a channel has more than <see cref="ThresholdsMax"/> different thresholds.</summary>
    public static RankCodes? TryBuild(TreeEnsemble trees, ChannelMap map)
    {
        var sets = new HashSet<double>[map.Numbers.Length];
        for (int c = 0; c < sets.Length; c++)
        {
            sets[c] = [];
        }

        for (int node = 0; node < trees.NodeCount; node++)
        {
            if (trees.Feature[node] == TreeEnsemble.Leaf || trees.SetStart[node] != TreeEnsemble.NoSet)
            {
                continue;
            }

            HashSet<double> set = sets[map.NumberOf(trees, node)];
            if (set.Add(ChannelMap.ThresholdOf(trees, node)) && set.Count > ThresholdsMax)
            {
                return null;
            }
        }

        return new RankCodes(map, Array.ConvertAll(sets, set => set.Order().ToArray()));
    }

    /// <summary>The place of a threshold among those of its channel.</summary>
    public byte RankOf(int channel, double threshold) => (byte)Array.BinarySearch(_thresholds[channel], threshold);

    /// <summary>The codes of a channel of many rows.</summary>
    public void Encode(int channel, ReadOnlySpan<double> column, Span<byte> codes, SimdLevel level)
    {
        if (level < SimdLevel.Vector512 || !_map.FitsSingle)
        {
            EncodeScalar(channel, column, codes);
            return;
        }

        Span<float> values = stackalloc float[SelectNetwork.BlockRows];
        _map.ReadSingles(_map.Numbers[channel], column, values, level);
        RankCodes512.Encode(_heaps.AsSpan(channel * TableLength, TableLength), _levels[channel], values, codes);
    }

    private void EncodeScalar(int channel, ReadOnlySpan<double> column, Span<byte> codes)
    {
        ReadOnlySpan<double> sorted = _sorted.AsSpan(channel * TableLength, TableLength);
        Channel from = _map.Numbers[channel];
        int firstStep = 1 << (_levels[channel] - 1);
        for (int i = 0; i < column.Length; i++)
        {
            double value = _map.Read(from, column[i]);
            codes[i] = double.IsNaN(value) ? byte.MaxValue : CountBelow(sorted, firstStep, value);
        }
    }

    // Arithmetic instead of a branch, which random values would mispredict at every second step. The steps sum up to 255 at most.
    private static byte CountBelow(ReadOnlySpan<double> sorted, int firstStep, double value)
    {
        ref double first = ref MemoryMarshal.GetReference(sorted);
        int count = 0;
        for (int step = firstStep; step > 0; step >>= 1)
        {
            bool isBelow = Unsafe.Add(ref first, count + step - 1) < value;
            count += step & -Unsafe.BitCast<bool, byte>(isBelow);
        }

        return (byte)count;
    }

    private static int BitsOf(int count) => 32 - int.LeadingZeroCount(count);
}
