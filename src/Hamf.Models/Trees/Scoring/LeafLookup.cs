using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hamf.Models.Trees.Scoring;

/// <summary>
/// Adds the values of the leaves that a block of 256 rows reached in a tree. Leaf numbers are below the leaf count, and the table has
/// <see cref="SelectCompiler.TableLength"/> entries, so no lookup leaves it.
/// </summary>
internal static unsafe class LeafLookup
{
    private const int BlockRows = SelectNetwork.BlockRows;

    public static void Add(byte* leaves, double* table, int leafCount, double* sums, TreeSum sum, SimdLevel level)
    {
        bool isSmall = level >= SimdLevel.Vector512 && leafCount <= 64;
        switch (sum, isSmall)
        {
            case (TreeSum.Single, true):
                AddVectors<SingleRounding>(leaves, table, leafCount, sums);
                break;
            case (TreeSum.Single, false):
                AddEach<SingleRounding>(leaves, table, sums);
                break;
            case (_, true):
                AddVectors<NoRounding>(leaves, table, leafCount, sums);
                break;
            default:
                AddEach<NoRounding>(leaves, table, sums);
                break;
        }
    }

    // Portable: the four values are read one by one, the rest is vectors where the machine has them.
    private static void AddEach<TRounding>(byte* leaves, double* table, double* sums)
        where TRounding : struct, IRounding
    {
        for (int i = 0; i < BlockRows; i += 4)
        {
            Vector256<double> values = Vector256.Create(table[leaves[i]], table[leaves[i + 1]], table[leaves[i + 2]], table[leaves[i + 3]]);
            TRounding.Round(Vector256.Load(sums + i) + values).Store(sums + i);
        }
    }

    private static void AddVectors<TRounding>(byte* leaves, double* table, int leafCount, double* sums)
        where TRounding : struct, IRounding
    {
        Vector512<double> a = Vector512.Load(table);
        Vector512<double> b = Vector512.Load(table + 8);
        if (leafCount <= 16)
        {
            for (int i = 0; i < BlockRows; i += 8)
            {
                Add<TRounding>(sums + i, Avx512F.PermuteVar8x64x2(a, Leaves(leaves + i), b));
            }
        }
        else if (leafCount <= 32)
        {
            Vector512<double> c = Vector512.Load(table + 16);
            Vector512<double> d = Vector512.Load(table + 24);
            for (int i = 0; i < BlockRows; i += 8)
            {
                Vector512<long> at = Leaves(leaves + i);
                Add<TRounding>(sums + i, Either(at, 16, Avx512F.PermuteVar8x64x2(a, at, b), Avx512F.PermuteVar8x64x2(c, at, d)));
            }
        }
        else
        {
            for (int i = 0; i < BlockRows; i += 8)
            {
                Vector512<long> at = Leaves(leaves + i);
                Add<TRounding>(sums + i, Either(at, 32, Pick32(table, at), Pick32(table + 32, at)));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Leaves(byte* leaves) =>
        Avx512F.ConvertToVector512Int64(Vector128.CreateScalarUnsafe(*(ulong*)leaves).AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Pick32(double* table, Vector512<long> at) => Either(
        at,
        16,
        Avx512F.PermuteVar8x64x2(Vector512.Load(table), at, Vector512.Load(table + 8)),
        Avx512F.PermuteVar8x64x2(Vector512.Load(table + 16), at, Vector512.Load(table + 24)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Either(Vector512<long> at, long bit, Vector512<double> low, Vector512<double> high) =>
        Vector512.ConditionalSelect(Vector512.Equals(at & Vector512.Create(bit), Vector512<long>.Zero).AsDouble(), low, high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TRounding>(double* sums, Vector512<double> values)
        where TRounding : struct, IRounding => TRounding.Round(Vector512.Load(sums) + values).Store(sums);

    private interface IRounding
    {
        static abstract Vector512<double> Round(Vector512<double> sum);

        static abstract Vector256<double> Round(Vector256<double> sum);
    }

    private readonly struct NoRounding : IRounding
    {
        public static Vector512<double> Round(Vector512<double> sum) => sum;

        public static Vector256<double> Round(Vector256<double> sum) => sum;
    }

    private readonly struct SingleRounding : IRounding
    {
        public static Vector512<double> Round(Vector512<double> sum) =>
            Avx512F.ConvertToVector512Double(Avx512F.ConvertToVector256Single(sum));

        public static Vector256<double> Round(Vector256<double> sum)
        {
            Vector128<float> single = Vector128.Narrow(sum.GetLower(), sum.GetUpper());
            return Vector256.Create(Vector128.WidenLower(single), Vector128.WidenUpper(single));
        }
    }
}
