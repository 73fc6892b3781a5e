namespace Hamf.Pipeline.Detectors.Inference;

/// <summary>
/// Counts distinct values, per class of the label. Exact up to a limit; beyond it a sample by hash
/// (Wegman's adaptive sampling, see Flajolet, "On adaptive sampling", Computing 43, 1990), about 1 % off at 16,384 values held.
/// Not thread-safe.
/// </summary>
/// <param name="limit">Most values held.</param>
internal sealed class DistinctCounter(int limit = DistinctCounter.UsualLimit)
{
    /// <summary>Values held per column of a file of usual width.</summary>
    public const int UsualLimit = 16_384;

    private const int ValuesOfAllColumns = 2_000_000;
    private const int LeastLimit = 1_024;

    private Dictionary<ulong, ClassCounts> _counts = [];
    private int _level;

    /// <summary>The limit that keeps a wide file in bounded memory (about 100 MB).</summary>
    public static int LimitFor(int columnCount) => Math.Clamp(ValuesOfAllColumns / columnCount, LeastLimit, UsualLimit);

    /// <summary>Number of distinct values, or the estimate.</summary>
    public long Count => (long)_counts.Count << _level;

    /// <summary>True while no value has been dropped.</summary>
    public bool IsExact => _level == 0;

    /// <summary>Adds a value.</summary>
    /// <param name="hash">The value's hash, from <see cref="HashOf"/>.</param>
    /// <param name="classIndex">0 or 1 for the label's values, anything else when unknown.</param>
    public void Add(ulong hash, int classIndex)
    {
        if ((hash & ((1UL << _level) - 1)) != 0)
        {
            return;
        }

        ref ClassCounts counts = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_counts, hash, out _);
        counts = new ClassCounts(counts.First + (classIndex == 0 ? 1 : 0), counts.Second + (classIndex == 1 ? 1 : 0));
        while (_counts.Count > limit)
        {
            _level++;
            _counts = _counts.Where(p => (p.Key & ((1UL << _level) - 1)) == 0).ToDictionary();
        }
    }

    /// <summary>
    /// How well the best rule "value -> class" does: the mean of the shares of both classes it gets right, in [0.5, 1]; 0 when a class is absent.
    /// </summary>
    public double BalancedAccuracy()
    {
        double firsts = _counts.Values.Sum(c => c.First);
        double seconds = _counts.Values.Sum(c => c.Second);
        return firsts == 0 || seconds == 0
            ? 0
            : _counts.Values.Sum(c => Math.Max(c.First / firsts, c.Second / seconds)) / 2;
    }

    /// <summary>A well mixed 64-bit hash, the same in every process: FNV-1a with the finish of MurmurHash3.</summary>
    public static ulong HashOf(ReadOnlySpan<byte> value, ulong seed = 14695981039346656037)
    {
        ulong hash = seed;
        foreach (byte b in value)
        {
            hash = (hash ^ b) * 1099511628211;
        }

        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }

    private readonly record struct ClassCounts(long First, long Second);
}
