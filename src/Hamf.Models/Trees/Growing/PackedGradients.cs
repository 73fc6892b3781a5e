using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hamf.Models.Trees.Growing;

/// <summary>
/// First and second derivatives of each row as whole numbers in one 64-bit word: one addition sums both, and whole numbers add up to the same in
/// any order, so the model does not depend on threads. Values are rounded at random (hash of row and tree), which keeps sums unbiased. Rows may
/// be packed in parallel; not thread-safe otherwise.
/// </summary>
internal sealed class PackedGradients
{
    // Weights are kept to a part in 2^28 of the highest, so that the sum over 2^31 rows stays below 2^62; whole weights are exact.
    private const int WeightBits = 28;

    private readonly bool _useVectors;

    /// <param name="rowCount">Number of rows.</param>
    /// <param name="weights">How often each row counts, or null for once each.</param>
    /// <param name="useVectors">False forces the scalar twin, which gives the same bits.</param>
    public PackedGradients(int rowCount, double[]? weights, bool useVectors)
    {
        _useVectors = useVectors && Vector256.IsHardwareAccelerated;
        Words = new long[rowCount];
        Layout = weights is null ? WordLayout.WithCount : WordLayout.WithoutCount;
        double rowScale = weights is null ? 1 : SumScales.For(weights.Max(), WeightBits);
        Counts = weights is null ? null : Array.ConvertAll(weights, weight => (long)Math.Round(weight * rowScale));
        Scales = new SumScales(1, 1, rowScale, 0);
    }

    /// <summary>[rows]</summary>
    public long[] Words { get; }

    /// <summary>How often each row counts, times the scale of rows, [rows]; null when the words carry the count.</summary>
    public long[]? Counts { get; }

    /// <summary>Where the fields stand.</summary>
    public WordLayout Layout { get; }

    /// <summary>What 1 is in the words packed last.</summary>
    public SumScales Scales { get; private set; }

    /// <summary>Sets the scales for derivatives up to these sizes, both above 0.</summary>
    public void Rescale(double largestGradient, double largestHessian) => Scales = Scales with
    {
        Gradient = SumScales.For(largestGradient, Layout.GradientBits),
        Hessian = SumScales.For(largestHessian, Layout.HessianBits),

        // 1e-9 for log loss, and in proportion where gains are of another size.
        LeastGain = 1e-9 * largestGradient * largestGradient / (4 * largestHessian),
    };

    /// <summary>Packs rows from <paramref name="start"/> on.</summary>
    /// <param name="start">First row.</param>
    /// <param name="gradients">Their first derivatives, within the sizes given to <see cref="Rescale"/>.</param>
    /// <param name="hessians">Their second derivatives, 0 or more.</param>
    /// <param name="seed">Changes with the tree.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Pack(int start, ReadOnlySpan<float> gradients, ReadOnlySpan<float> hessians, uint seed)
    {
        WordLayout layout = Layout;
        Span<long> words = Words.AsSpan(start, gradients.Length);
        float gradientScale = (float)Scales.Gradient;
        float hessianScale = (float)Scales.Hessian;
        int i = 0;
        if (_useVectors)
        {
            for (; i <= words.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            {
                Vector256<uint> rows = Vector256.Create((uint)(start + i)) + Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7);
                Vector256<float> gradient = Vector256.Create(gradients[i..]) * gradientScale;
                PackEight(layout, gradient, Vector256.Create(hessians[i..]) * hessianScale, rows, seed, words[i..]);
            }
        }

        for (; i < words.Length; i++)
        {
            uint random = Hash(((uint)(start + i) * 0x9E3779B1u) + seed);
            float low = (random & 0xFFFF) * (1f / 65536);
            float high = (random >> 16) * (1f / 65536);
            long gradient = (int)MathF.Floor((gradients[i] * gradientScale) + low);
            long hessian = (int)MathF.Floor((hessians[i] * hessianScale) + high);
            words[i] = (gradient << layout.GradientShift) + (hessian << layout.HessianShift) + layout.One;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PackEight(
        WordLayout layout, Vector256<float> gradient, Vector256<float> hessian, Vector256<uint> rows, uint seed, Span<long> words)
    {
        Vector256<uint> random = Hash((rows * 0x9E3779B1u) + Vector256.Create(seed));
        Vector256<float> low = Vector256.ConvertToSingle((random & Vector256.Create(0xFFFFu)).AsInt32()) * (1f / 65536);
        Vector256<float> high = Vector256.ConvertToSingle((random >>> 16).AsInt32()) * (1f / 65536);
        (Vector256<long> g0, Vector256<long> g1) = Vector256.Widen(Vector256.ConvertToInt32(Vector256.Floor(gradient + low)));
        (Vector256<long> h0, Vector256<long> h1) = Vector256.Widen(Vector256.ConvertToInt32(Vector256.Floor(hessian + high)));
        Vector256<long> one = Vector256.Create(layout.One);
        ((g0 << layout.GradientShift) + (h0 << layout.HessianShift) + one).CopyTo(words);
        ((g1 << layout.GradientShift) + (h1 << layout.HessianShift) + one).CopyTo(words[4..]);
    }

    /// <summary>Scatters the bits of a number.</summary>
    public static uint Hash(uint x)
    {
        x = (x ^ (x >> 15)) * 0x2C1B3C6Du;
        x = (x ^ (x >> 12)) * 0x297A2D39u;
        return x ^ (x >> 15);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Hash(Vector256<uint> x)
    {
        x = (x ^ (x >>> 15)) * 0x2C1B3C6Du;
        x = (x ^ (x >>> 12)) * 0x297A2D39u;
        return x ^ (x >>> 15);
    }
}
