using System.Runtime.CompilerServices;

namespace Hamf.Models.Trees.Explaining.Lanes;

/// <summary>A row per lane, a vector per point.</summary>
internal readonly unsafe struct RowsInLanes<T> : ILaneLayout<T>
    where T : unmanaged, ILanes<T>
{
    public static int RowCount => T.Count;

    public static int VectorsOf(int points) => points;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T OfRows(double* items, int index) => T.Load(items + (index * T.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T OfPoints(double* points, int index) => T.Broadcast(points[index]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Take(T sum, T term, double* terms, int index) => sum + term;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddSum(T sum, double* terms, int points, T factor, double* target) =>
        T.Store(T.Load(target) + (factor * sum), target);
}
