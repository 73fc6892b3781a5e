using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hamf.Models.Trees.Growing;

/// <summary>
/// exp(x) for x in [-80, 80] (others count as the nearest of these), relative error below 2e-7, the same bits one by one and by eight:
/// 2^n * exp(r) with n = round(x / ln 2), r = x - n ln 2 in two parts (Cody and Waite), Taylor terms to r^6 for |r| at most 0.35.
/// </summary>
internal static class FastExp
{
    private const float Log2E = 1.44269504f;
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;
    private const float Limit = 80f;

    /// <summary>exp(x).</summary>
    public static float Exp(float x)
    {
        x = Math.Min(Math.Max(x, -Limit), Limit);
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

    /// <summary>exp of each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x)
    {
        Vector256<float> limit = Vector256.Create(Limit);
        x = Vector256.Min(Vector256.Max(x, -limit), limit);
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
}
