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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddSum(T sum, double* terms, nint length, T factor, double* target)
    {
        double total = 0;
        for (nint k = 0; k < length; k += T.Count)
        {
            total = AddInOrder(total, terms + k);
        }

        *target += T.First(factor) * total;
    }

    /// <summary>
    /// Adds a vector of <paramref name="terms"/> to a sum over points, one lane after the other: the same order, and so the same bits, as a sum
    /// over vectors.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double AddInOrder(double total, double* terms)
    {
        total += terms[0];
        if (T.Count >= 2)
        {
            total += terms[1];
        }

        if (T.Count >= 4)
        {
            total += terms[2];
            total += terms[3];
        }

        if (T.Count >= 8)
        {
            total += terms[4];
            total += terms[5];
            total += terms[6];
            total += terms[7];
        }

        return total;
    }
}
