namespace Hamf.Models.Trees.Growing;

/// <summary>
/// Draws the rows of each round: a share of all, or by gradient-based one-side sampling (Ke et al. 2017, algorithm 2). What is drawn depends on the
/// seed, the round and the row alone. Not thread-safe.
/// </summary>
internal sealed class RowSampler(GbdtOptions options, int rowCount)
{
    private readonly RowSample _sample = new(rowCount);

    /// <summary>Whether gradients decide.</summary>
    public bool NeedsGradients => options.GossTopShare > 0;

    /// <summary>By how much the gradients of a row drawn for all small ones are multiplied: such rows stand for 1 - top share of all.</summary>
    public float Amplification => (float)((1 - options.GossTopShare) / options.GossRestShare);

    /// <summary>Draws a share of the rows.</summary>
    public RowSample Draw(int round)
    {
        uint seed = SeedOf(round);
        _sample.Clear();
        for (int row = 0; row < rowCount; row++)
        {
            _sample.Add(row, IsDrawn(row, seed, options.RowShare));
        }

        return _sample;
    }

    /// <summary>Takes the rows with the largest gradients and draws from the others.</summary>
    /// <param name="round">The round.</param>
    /// <param name="sizes">The size of each row's gradient, 0 or more.</param>
    /// <param name="factors">Receives what each chosen row's gradients are to be multiplied with.</param>
    public RowSample Draw(int round, ReadOnlySpan<float> sizes, Span<float> factors)
    {
        uint seed = SeedOf(round);
        int wanted = (int)Math.Round(options.GossTopShare * rowCount);
        uint border = TopValues.LeastOf(sizes, wanted, out int atBorder);
        double share = options.GossRestShare / (1 - options.GossTopShare);
        _sample.Clear();
        for (int row = 0; row < rowCount; row++)
        {
            uint bits = BitConverter.SingleToUInt32Bits(sizes[row]);
            bool isTop = bits > border || (bits == border && atBorder-- > 0);
            factors[row] = isTop ? 1 : Amplification;
            _sample.Add(row, isTop || IsDrawn(row, seed, share));
        }

        return _sample;
    }

    private static bool IsDrawn(int row, uint seed, double share) =>
        PackedGradients.Hash(((uint)row * 0x9E3779B1u) + seed) < share * 4294967296.0;

    // Another sequence than that of rounding, which hashes the same rows.
    private uint SeedOf(int round) => unchecked(PackedGradients.Hash((uint)round ^ 0x5BD1E995u) + ((uint)options.Seed * 0x85EBCA6Bu));
}
