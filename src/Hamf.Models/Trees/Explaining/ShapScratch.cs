namespace Hamf.Models.Trees.Explaining;

/// <summary>The memory in which a thread explains rows; it is kept between calls.</summary>
internal static class ShapScratch
{
    // 256 MiB; 500 trees of 31 leaves need 50 KB.
    private const long MaxDoubles = 1L << 25;

    // What is kept between calls; a larger one is left to the collector.
    private const int MaxKeptDoubles = 1 << 20;

    [ThreadStatic]
    private static AlignedDoubles? _kept;

    /// <summary>At least <paramref name="length"/> doubles with anything in them.</summary>
    /// <exception cref="NotSupportedException">Too many.</exception>
    public static AlignedDoubles Take(long length)
    {
        if (length > MaxDoubles)
        {
            throw new NotSupportedException($"The trees are too deep to be explained: {length * 8 >> 20:N0} MiB of scratch memory, at most {MaxDoubles * 8 >> 20:N0} MiB.");
        }

        AlignedDoubles? kept = _kept;
        if (kept is null || kept.Length < length)
        {
            kept = new AlignedDoubles((int)length);
            _kept = length <= MaxKeptDoubles ? kept : _kept;
        }

        return kept;
    }
}
