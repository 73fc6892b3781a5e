using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hamf.Models.Trees.Scoring;

/// <summary>The widest vectors a scorer may use. Every level gives the same bits.</summary>
internal enum SimdLevel
{
    /// <summary>None.</summary>
    Scalar,

    /// <summary>16 bytes, on any processor.</summary>
    Vector128,

    /// <summary>32 bytes, with AVX2.</summary>
    Vector256,

    /// <summary>64 bytes, with AVX-512 F and BW.</summary>
    Vector512,
}

/// <summary>What this machine has.</summary>
internal static class SimdLevels
{
    /// <summary>The highest level of this machine.</summary>
    public static SimdLevel Best { get; } =
        Avx512BW.IsSupported && Avx512F.VL.IsSupported ? SimdLevel.Vector512
        : Avx2.IsSupported ? SimdLevel.Vector256
        : Vector128.IsHardwareAccelerated ? SimdLevel.Vector128
        : SimdLevel.Scalar;
}
