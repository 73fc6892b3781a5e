using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hamf.Models.Trees.Binning;

/// <summary>
/// Finds the codes of sixteen values at a time: all cuts stand in sixteen registers as a search tree, and each of its eight levels is a lookup
/// and a comparison. Its plain twin is <see cref="FeatureBins.CodeOf"/>. Needs AVX-512 and cuts that are floats. Immutable.
/// </summary>
internal sealed class CutSearch
{
    private const int Levels = 8;

    // Node n of the tree has the children 2n and 2n + 1; the root is 1 and entry 0 is not used (Khuong and Morin 2017).
    private readonly float[] _tree = new float[1 << Levels];
    private readonly byte _missing;

    private CutSearch(double[] cuts, int missingCode)
    {
        _missing = (byte)missingCode;
        var padded = new float[(1 << Levels) - 1];
        Array.Fill(padded, float.PositiveInfinity);
        for (int i = 0; i < cuts.Length; i++)
        {
            padded[i] = (float)cuts[i];
        }

        for (int level = 0; level < Levels; level++)
        {
            int span = 1 << (Levels - level);
            for (int i = 0; i < 1 << level; i++)
            {
                _tree[(1 << level) + i] = padded[(i * span) + (span / 2) - 1];
            }
        }
    }

    /// <summary>A search by these cuts, or null where the machine or the cuts do not allow it.</summary>
    public static CutSearch? TryCreate(double[] cuts, int missingCode) =>
        Avx512F.IsSupported && Avx512BW.IsSupported && cuts.All(cut => (float)cut == cut) ? new CutSearch(cuts, missingCode) : null;

    /// <summary>Encodes values from the front, in whole sixteens.</summary>
    /// <returns>The number encoded.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Encode(ReadOnlySpan<double> values, Span<byte> codes)
    {
        ReadOnlySpan<float> tree = _tree;
        Vector512<int> missing = Vector512.Create((int)_missing);
        int done = 0;
        for (; done <= values.Length - 16; done += 16)
        {
            Vector512<float> x = RoundUp(Vector512.Create(values[done..]), Vector512.Create(values[(done + 8)..]));
            Vector512<int> code = Search(tree, x);
            code = Vector512.ConditionalSelect(Vector512.Equals(x, x).AsInt32(), code, missing);
            Avx512F.ConvertToVector128Byte(code).CopyTo(codes[done..]);
        }

        return done;
    }

    // x <= t is the same as up(x) <= t for every float t, where up is the rounding to the next float above.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> RoundUp(Vector512<double> low, Vector512<double> high)
    {
        Vector512<float> nearest = Vector512.Narrow(low, high);
        (Vector512<double> wideLow, Vector512<double> wideHigh) = Vector512.Widen(nearest);
        Vector512<int> isBelow = Vector512.Narrow(Vector512.LessThan(wideLow, low).AsInt64(), Vector512.LessThan(wideHigh, high).AsInt64());
        Vector512<int> sign = nearest.AsInt32() >> 31;
        return (nearest.AsInt32() + (isBelow & (sign | Vector512<int>.One))).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Search(ReadOnlySpan<float> tree, Vector512<float> x)
    {
        Vector512<int> node = Vector512<int>.One;
        Vector512<float> top = Part(tree, 0);
        for (int level = 0; level < 4; level++)
        {
            node = Descend(node, Avx512F.PermuteVar16x32(top, node), x);
        }

        node = Descend(node, Avx512F.PermuteVar16x32(Part(tree, 1), node), x);
        node = Descend(node, Pair(tree, 2, node), x);
        Vector512<float> bit5 = Vector512.Equals(node & Vector512.Create(32), Vector512<int>.Zero).AsSingle();
        node = Descend(node, Vector512.ConditionalSelect(bit5, Pair(tree, 4, node), Pair(tree, 6, node)), x);
        bit5 = Vector512.Equals(node & Vector512.Create(32), Vector512<int>.Zero).AsSingle();
        Vector512<float> bit6 = Vector512.Equals(node & Vector512.Create(64), Vector512<int>.Zero).AsSingle();
        Vector512<float> low = Vector512.ConditionalSelect(bit5, Pair(tree, 8, node), Pair(tree, 10, node));
        Vector512<float> high = Vector512.ConditionalSelect(bit5, Pair(tree, 12, node), Pair(tree, 14, node));
        node = Descend(node, Vector512.ConditionalSelect(bit6, low, high), x);
        return node - Vector512.Create(1 << Levels);
    }

    // To the right child where the cut lies below x; a comparison that holds is -1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Descend(Vector512<int> node, Vector512<float> cut, Vector512<float> x) =>
        node + node - Vector512.LessThan(cut, x).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Part(ReadOnlySpan<float> tree, int part) => Vector512.Create(tree[(part * 16)..]);

    // The 32 entries from part * 16 on, chosen by the lowest five bits of the node.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Pair(ReadOnlySpan<float> tree, int part, Vector512<int> node) =>
        Avx512F.PermuteVar16x32x2(Part(tree, part), node, Part(tree, part + 1));
}
