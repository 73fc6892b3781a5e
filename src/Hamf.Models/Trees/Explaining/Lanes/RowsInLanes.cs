using System.Runtime.CompilerServices;

namespace Hamf.Models.Trees.Explaining.Lanes;

/// <summary>A row per lane, a vector per point.</summary>
internal readonly unsafe struct RowsInLanes<T> : ILaneLayout<T>
    where T : unmanaged, ILanes<T>
{
    public static int RowCount => T.Count;

    public static nint VectorsOf(nint points) => points;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T OfRows(double* items, nint index) => T.Load(items + (index * T.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T OfPoints(double* points, nint index) => T.Broadcast(points[index]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Take(T sum, T term, double* terms, nint index) => sum + term;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddSum(T sum, double* terms, nint points, T factor, double* target) =>
        T.Store(T.Load(target) + (factor * sum), target);
}
