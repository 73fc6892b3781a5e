using System.Numerics;

namespace Hamf.Simulator;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood 2014): the same seed gives the same numbers on every machine and every .NET version, which the
/// framework's own generator does not promise. Not thread-safe.
/// </summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    public ulong NextBits()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A generator of its own for a part of the simulation, so that parts do not disturb each other.</summary>
    public SeededRandom Fork() => new(NextBits());

    /// <summary>In [0, 1).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>In [low, high).</summary>
    public double Between(double low, double high) => low + (NextDouble() * (high - low));

    /// <summary>In [0, count).</summary>
    public int NextIndex(int count) => (int)Math.BigMul(NextBits(), (ulong)count, out _);

    public bool Chance(double probability) => NextDouble() < probability;

    public T Pick<T>(IReadOnlyList<T> items) => items[NextIndex(items.Count)];

    /// <summary>Standard normal, by Box and Muller; one of the pair is thrown away to keep the state simple.</summary>
    public double NextNormal() =>
        Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>exp of a normal with that median and spread of the logarithm.</summary>
    public double LogNormal(double median, double sigma) => median * Math.Exp(sigma * NextNormal());

    /// <summary>Poisson by Knuth's product for small means, by rounding a normal above 30.</summary>
    public int Poisson(double mean)
    {
        if (mean > 30)
        {
            return Math.Max(0, (int)Math.Round(mean + (Math.Sqrt(mean) * NextNormal()), MidpointRounding.ToEven));
        }

        double limit = Math.Exp(-mean);
        double product = NextDouble();
        int count = 0;
        while (product > limit)
        {
            product *= NextDouble();
            count++;
        }

        return count;
    }

    /// <summary>An index with probability proportional to its weight; <paramref name="cumulative"/> holds running sums.</summary>
    public int PickWeighted(ReadOnlySpan<double> cumulative)
    {
        double target = NextDouble() * cumulative[^1];
        int found = cumulative.BinarySearch(target);
        return Math.Min(found < 0 ? ~found : found + 1, cumulative.Length - 1);
    }

    /// <summary>32 lower-case hex digits.</summary>
    public string NextHex() => string.Create(32, (NextBits(), NextBits()), static (text, bits) =>
    {
        bits.Item1.TryFormat(text, out _, "x16", System.Globalization.CultureInfo.InvariantCulture);
        bits.Item2.TryFormat(text[16..], out _, "x16", System.Globalization.CultureInfo.InvariantCulture);
    });

    /// <summary>Spreads a small seed over all bits.</summary>
    public static SeededRandom FromSeed(int seed, int stream) =>
        new(BitOperations.RotateLeft((ulong)(uint)seed * 0xD1342543DE82EF95, 17) ^ (ulong)(uint)stream);
}
