using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hamf.Models.Trees.Scoring;

/// <summary>
/// Counts the thresholds below 16 floats at a time by binary search in registers: the thresholds lie as a heap (the middle first, then
/// those of both halves, ...), so that a level's candidates are neighbours and one permute fetches them for all 16.
/// </summary>
internal static class RankCodes512
{
    private const int Lanes = 16;

    /// <summary>Lays 2^<paramref name="levels"/> - 1 thresholds out as a heap whose root is entry 1.</summary>
    public static void FillHeap(ReadOnlySpan<double> sorted, int levels, Span<float> heap)
    {
        for (int level = 0; level < levels; level++)
        {
            int half = 1 << (levels - 1 - level);
            for (int i = 0; i < 1 << level; i++)
            {
                heap[(1 << level) + i] = (float)sorted[(((2 * i) + 1) * half) - 1];
            }
        }
    }

    /// <summary>The codes of <paramref name="values"/>, whose length is a multiple of 16; NaN becomes 255.</summary>
    public static void Encode(ReadOnlySpan<float> heap, int levels, ReadOnlySpan<float> values, Span<byte> codes)
    {
        ref float first = ref MemoryMarshal.GetReference(heap[..256]);
        ref byte target = ref MemoryMarshal.GetReference(codes[..values.Length]);
        ref float source = ref MemoryMarshal.GetReference(values);
        Vector512<float> top = Vector512.LoadUnsafe(ref first);
        Vector512<float> fifth = Vector512.LoadUnsafe(ref first, Lanes);
        Vector512<int> start = Vector512.Create(1 << levels);
        for (nuint i = 0; i < (nuint)values.Length; i += Lanes)
        {
            Vector512<float> value = Vector512.LoadUnsafe(ref source, i);
            Vector512<int> at = Vector512<int>.One;
            at = Descend(at, Avx512F.PermuteVar16x32(top, at), value);
            at = Descend(at, Avx512F.PermuteVar16x32(top, at), value);
            at = Descend(at, Avx512F.PermuteVar16x32(top, at), value);
            at = Descend(at, Avx512F.PermuteVar16x32(top, at), value);
            at = levels > 4 ? Descend(at, Avx512F.PermuteVar16x32(fifth, at), value) : at;
            at = levels > 5 ? Descend(at, Pick32(ref first, 32, at), value) : at;
            at = levels > 6 ? Descend(at, Pick64(ref first, 64, at), value) : at;
            at = levels > 7 ? Descend(at, Pick128(ref first, at), value) : at;
            Vector512<int> code = Vector512.ConditionalSelect(
                Vector512.Equals(value, value).AsInt32(), at - start, Vector512.Create(255));
            Avx512F.ConvertToVector128Byte(code).StoreUnsafe(ref target, i);
        }
    }

    // To the left child 2n where the threshold is not below the value, else to 2n + 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Descend(Vector512<int> at, Vector512<float> threshold, Vector512<float> value) =>
        at + at - Vector512.LessThan(threshold, value).AsInt32();

    // A permute reads only the low bits of an index, so the entries of a level need no subtraction of its start.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Pick32(ref float heap, nuint start, Vector512<int> at) =>
        Avx512F.PermuteVar16x32x2(Vector512.LoadUnsafe(ref heap, start), at, Vector512.LoadUnsafe(ref heap, start + Lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Pick64(ref float heap, nuint start, Vector512<int> at) => Vector512.ConditionalSelect(
        Vector512.Equals(at & Vector512.Create(32), Vector512<int>.Zero).AsSingle(),
        Pick32(ref heap, start, at),
        Pick32(ref heap, start + 32, at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Pick128(ref float heap, Vector512<int> at) => Vector512.ConditionalSelect(
        Vector512.Equals(at & Vector512.Create(64), Vector512<int>.Zero).AsSingle(),
        Pick64(ref heap, 128, at),
        Pick64(ref heap, 192, at));
}
