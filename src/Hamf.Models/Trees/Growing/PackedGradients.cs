using System.Runtime.Intrinsics;

namespace Hamf.Models.Trees.Growing;

/// <summary>
/// First and second derivatives of log loss as whole numbers in one 64-bit word: gradient * 2^14 in the upper 27 bits, hessian * 2^15 in 25
/// bits, a row count of 1 in 12 bits. Sums of up to <see cref="MaxRows"/> words keep the fields apart, and whole numbers add up to the same
/// in any order, so the model does not depend on threads. Values are rounded at random (hash of row and tree), which keeps sums unbiased.
/// </summary>
internal static class PackedGradients
{
    /// <summary>Words that may be added: |g| is at most 2^14 and h at most 2^13, and 4095 of them stay below 2^26 and 2^25.</summary>
    public const int MaxRows = 4095;

    /// <summary>What 1 is as a packed gradient.</summary>
    public const double GradientScale = 1 << 14;

    /// <summary>What 1 is as a packed hessian.</summary>
    public const double HessianScale = 1 << 15;

    /// <summary>Bits below the gradient.</summary>
    public const int GradientShift = 37;

    /// <summary>Bits below the hessian.</summary>
    public const int HessianShift = 12;

    /// <summary>Mask of the hessian once shifted.</summary>
    public const long HessianMask = (1L << 25) - 1;

    /// <summary>Mask of the count.</summary>
    public const long CountMask = (1L << 12) - 1;

    // exp(x) = 2^n * exp(r): n = round(x / ln 2), r = x - n ln 2 in two parts (Cody and Waite), Taylor terms to r^6 for |r| <= 0.35.
    private const float Log2E = 1.44269504f;
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;
    private const float Limit = 80f;

    /// <summary>Packs the derivatives of rows <paramref name="start"/> to <paramref name="end"/> - 1.</summary>
    /// <param name="scores">Log-odds so far, [rows].</param>
    /// <param name="labels">1 or 0, [rows].</param>
    /// <param name="packed">[rows], receives the words.</param>
    /// <param name="start">First row.</param>
    /// <param name="end">End of the rows.</param>
    /// <param name="seed">Changes with the tree.</param>
    /// <param name="useVectors">False forces the scalar twin, which gives the same bits.</param>
    public static void Compute(float[] scores, byte[] labels, long[] packed, int start, int end, uint seed, bool useVectors)
    {
        int i = start;
        if (useVectors)
        {
            for (; i <= end - Vector256<float>.Count; i += Vector256<float>.Count)
            {
                ComputeEight(scores, labels, packed, i, seed);
            }
        }

        for (; i < end; i++)
        {
            packed[i] = ComputeOne(scores[i], labels[i], i, seed);
        }
    }

    private static long ComputeOne(float score, byte label, int row, uint seed)
    {
        float p = 1f / (1f + Exp(Math.Min(Math.Max(-score, -Limit), Limit)));
        uint random = Hash(((uint)row * 0x9E3779B1u) + seed);
        float low = (random & 0xFFFF) * (1f / 65536);
        float high = (random >> 16) * (1f / 65536);
        long gradient = (int)MathF.Floor(((p - label) * (float)GradientScale) + low);
        long hessian = (int)MathF.Floor((p * (1f - p) * (float)HessianScale) + high);
        return (gradient << GradientShift) + (hessian << HessianShift) + 1;
    }

    private static float Exp(float x)
    {
        float n = MathF.Floor((x * Log2E) + 0.5f);
        float r = x - (n * Ln2High) - (n * Ln2Low);
        float sum = (r * (1f / 720)) + (1f / 120);
        sum = (sum * r) + (1f / 24);
        sum = (sum * r) + (1f / 6);
        sum = (sum * r) + 0.5f;
        sum = (sum * r) + 1f;
        sum = (sum * r) + 1f;
        return sum * BitConverter.Int32BitsToSingle(((int)n + 127) << 23);
    }

    private static uint Hash(uint x)
    {
        x = (x ^ (x >> 15)) * 0x2C1B3C6Du;
        x = (x ^ (x >> 12)) * 0x297A2D39u;
        return x ^ (x >> 15);
    }

    private static void ComputeEight(float[] scores, byte[] labels, long[] packed, int row, uint seed)
    {
        Vector256<float> limit = Vector256.Create(Limit);
        Vector256<float> x = Vector256.Min(Vector256.Max(-Vector256.Create(scores.AsSpan(row, 8)), -limit), limit);
        Vector256<float> one = Vector256<float>.One;
        Vector256<float> p = one / (one + Exp(x));
        Vector256<float> label = Vector256.ConvertToSingle(Vector256.Create(
            labels[row], labels[row + 1], labels[row + 2], labels[row + 3],
            labels[row + 4], labels[row + 5], labels[row + 6], (int)labels[row + 7]));

        Vector256<uint> rows = Vector256.Create((uint)row) + Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7);
        Vector256<uint> random = Hash((rows * 0x9E3779B1u) + Vector256.Create(seed));
        Vector256<float> low = Vector256.ConvertToSingle((random & Vector256.Create(0xFFFFu)).AsInt32()) * (1f / 65536);
        Vector256<float> high = Vector256.ConvertToSingle((random >>> 16).AsInt32()) * (1f / 65536);

        Vector256<float> gradient = Vector256.Floor(((p - label) * (float)GradientScale) + low);
        Vector256<float> hessian = Vector256.Floor((p * (one - p) * (float)HessianScale) + high);
        (Vector256<long> g0, Vector256<long> g1) = Vector256.Widen(Vector256.ConvertToInt32(gradient));
        (Vector256<long> h0, Vector256<long> h1) = Vector256.Widen(Vector256.ConvertToInt32(hessian));
        ((g0 << GradientShift) + (h0 << HessianShift) + Vector256<long>.One).CopyTo(packed, row);
        ((g1 << GradientShift) + (h1 << HessianShift) + Vector256<long>.One).CopyTo(packed, row + 4);
    }

    private static Vector256<float> Exp(Vector256<float> x)
    {
        Vector256<float> n = Vector256.Floor((x * Log2E) + Vector256.Create(0.5f));
        Vector256<float> r = x - (n * Ln2High) - (n * Ln2Low);
        Vector256<float> sum = (r * (1f / 720)) + Vector256.Create(1f / 120);
        sum = (sum * r) + Vector256.Create(1f / 24);
        sum = (sum * r) + Vector256.Create(1f / 6);
        sum = (sum * r) + Vector256.Create(0.5f);
        sum = (sum * r) + Vector256<float>.One;
        sum = (sum * r) + Vector256<float>.One;
        return sum * ((Vector256.ConvertToInt32(n) + Vector256.Create(127)) << 23).AsSingle();
    }

    private static Vector256<uint> Hash(Vector256<uint> x)
    {
        x = (x ^ (x >>> 15)) * 0x2C1B3C6Du;
        x = (x ^ (x >>> 12)) * 0x297A2D39u;
        return x ^ (x >>> 15);
    }
}
