using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hamf.Models.Trees.Scoring;

/// <summary>A row's channels as floats in whole vectors, from which a permute picks eight. Only the low bits of a channel number are read.</summary>
internal unsafe interface IRowKeys
{
    /// <summary>Floats of a row.</summary>
    static abstract int Stride { get; }

    /// <summary>The channels whose numbers are the low eight bytes of <paramref name="channels"/>.</summary>
    static abstract Vector256<float> Pick(float* keys, Vector128<byte> channels);
}

/// <summary>Up to 32 channels.</summary>
internal readonly unsafe struct Keys32 : IRowKeys
{
    public static int Stride => 32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Pick(float* keys, Vector128<byte> channels) => Avx512F.PermuteVar16x32x2(
        Vector512.Load(keys), Avx512F.ConvertToVector512Int32(channels), Vector512.Load(keys + 16)).GetLower();
}

/// <summary>Up to 64 channels.</summary>
internal readonly unsafe struct Keys64 : IRowKeys
{
    public static int Stride => 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Pick(float* keys, Vector128<byte> channels)
    {
        Vector512<int> at = Avx512F.ConvertToVector512Int32(channels);
        Vector512<float> low = Avx512F.PermuteVar16x32x2(Vector512.Load(keys), at, Vector512.Load(keys + 16));
        Vector512<float> high = Avx512F.PermuteVar16x32x2(Vector512.Load(keys + 32), at, Vector512.Load(keys + 48));
        Vector256<float> isLow = Vector256.Equals(at.GetLower() & Vector256.Create(32), Vector256<int>.Zero).AsSingle();
        return Vector256.ConditionalSelect(isLow, low.GetLower(), high.GetLower());
    }
}
