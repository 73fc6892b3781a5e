namespace Hamf.Models.Numerics;

/// <summary>Draws indices in proportion to weights. Immutable and thread-safe.</summary>
internal sealed class WeightedDraw
{
    private readonly double[] _sums;

    /// <param name="weights">Finite and not negative, with a sum above 0.</param>
    public WeightedDraw(double[] weights)
    {
        _sums = new double[weights.Length];
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            sum += weights[i];
            _sums[i] = sum;
            PositiveCount += weights[i] > 0 ? 1 : 0;
        }
    }

    /// <summary>Indices with a weight above 0.</summary>
    public int PositiveCount { get; }

    /// <summary>An index; never one of weight 0.</summary>
    public int Next(ref SplitMix64 random)
    {
        // The first whose running sum is above the number drawn: the sum of an index of weight 0 is that of its predecessor.
        double drawn = random.NextShare() * _sums[^1];
        int low = 0;
        int high = _sums.Length - 1;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = _sums[middle] > drawn ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
