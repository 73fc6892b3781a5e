using System.Runtime.CompilerServices;

namespace Hamf.Models.Trees.Explaining.Lanes;

/// <summary>One row; a point per lane.</summary>
internal readonly unsafe struct PointsInLanes<T> : ILaneLayout<T>
    where T : unmanaged, ILanes<T>
{
    public static int RowCount => 1;

    public static nint VectorsOf(nint points) => (points + T.Count - 1) / T.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T OfRows(double* items, nint index) => T.Broadcast(items[index]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T OfPoints(double* points, nint index) => T.Load(points + (index * T.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Take(T sum, T term, double* terms, nint index)
    {
        T.Store(term, terms + (index * T.Count));
        return sum;
    }

    // One lane after the other: the same order, and so the same bits, as a sum over vectors.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddSum(T sum, double* terms, nint points, T factor, double* target)
    {
        double total = 0;
        for (nint k = 0; k < points; k++)
        {
            total += terms[k];
        }

        *target += T.First(factor) * total;
    }
}
