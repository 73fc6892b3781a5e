namespace Hamf.Simulator;

/// <summary>
/// xoshiro256** seeded by SplitMix64 (Blackman and Vigna 2018). Written out here because a simulation has to give the same bytes on every
/// version of .NET, which the library's own generator does not promise. Not thread-safe.
/// </summary>
internal sealed class SeededRandom
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    public SeededRandom(ulong seed)
    {
        _s0 = SplitMix(ref seed);
        _s1 = SplitMix(ref seed);
        _s2 = SplitMix(ref seed);
        _s3 = SplitMix(ref seed);
    }

    public ulong NextBits()
    {
        ulong result = ulong.RotateLeft(_s1 * 5, 7) * 9;
        ulong t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = ulong.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform in [0,1).</summary>
    public double Uniform() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [from, to).</summary>
    public double Uniform(double from, double to) => from + ((to - from) * Uniform());

    /// <summary>Uniform in 0 to count - 1.</summary>
    public int Below(int count) => (int)Math.BigMul(NextBits(), (ulong)count, out _);

    /// <summary>Uniform in from to to, both included.</summary>
    public int Between(int from, int to) => from + Below(to - from + 1);

    public bool Chance(double probability) => Uniform() < probability;

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>Standard normal by Box and Muller (1958).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    /// <summary>Log-normal with that median and that standard deviation of the logarithm.</summary>
    public double LogNormal(double median, double sigma) => median * Math.Exp(sigma * Normal());

    /// <summary>A count with that mean: Poisson by Knuth's product for small means, rounded normal for large ones.</summary>
    public int Poisson(double mean)
    {
        if (mean > 60)
        {
            return (int)Math.Max(0, Math.Round(mean + (Math.Sqrt(mean) * Normal())));
        }

        double limit = Math.Exp(-mean);
        int count = 0;
        for (double product = Uniform(); product > limit; product *= Uniform())
        {
            count++;
        }

        return count;
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
