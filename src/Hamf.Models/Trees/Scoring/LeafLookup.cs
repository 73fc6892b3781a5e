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
        if (level < SimdLevel.Vector512 || leafCount > 64)
        {
            AddScalar(leaves, table, sums, sum);
        }
        else if (sum == TreeSum.Single)
        {
            AddVectors<SingleRounding>(leaves, table, leafCount, sums);
        }
        else
        {
            AddVectors<NoRounding>(leaves, table, leafCount, sums);
        }
    }

    private static void AddScalar(byte* leaves, double* table, double* sums, TreeSum sum)
    {
        if (sum == TreeSum.Single)
        {
            for (int i = 0; i < BlockRows; i++)
            {
                sums[i] = (float)(sums[i] + table[leaves[i]]);
            }

            return;
        }

        for (int i = 0; i < BlockRows; i++)
        {
            sums[i] += table[leaves[i]];
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
    }

    private readonly struct NoRounding : IRounding
    {
        public static Vector512<double> Round(Vector512<double> sum) => sum;
    }

    private readonly struct SingleRounding : IRounding
    {
        public static Vector512<double> Round(Vector512<double> sum) =>
            Avx512F.ConvertToVector512Double(Avx512F.ConvertToVector256Single(sum));
    }
}
