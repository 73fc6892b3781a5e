using System.Runtime.CompilerServices;

namespace Hamf.Models.Trees.Explaining.Lanes;

/// <summary>One row; a point per lane.</summary>
internal readonly unsafe struct PointsInLanes<T> : ILaneLayout<T>
    where T : unmanaged, ILanes<T>
{
    public static int RowCount => 1;

    public static int VectorsOf(int points) => (points + T.Count - 1) / T.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T OfRows(double* items, int index) => T.Broadcast(items[index]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T OfPoints(double* points, int index) => T.Load(points + (index * T.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Take(T sum, T term, double* terms, int index)
    {
        T.Store(term, terms + (index * T.Count));
        return sum;
    }

    // One lane after the other: the same order, and so the same bits, as a sum over vectors.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddSum(T sum, double* terms, int points, T factor, double* target)
    {
        double total = 0;
        for (int k = 0; k < points; k++)
        {
            total += terms[k];
        }

        *target += T.First(factor) * total;
    }
}
