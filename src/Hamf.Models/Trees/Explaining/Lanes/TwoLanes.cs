using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hamf.Models.Trees.Explaining.Lanes;

/// <summary>Two lanes in one vector of 128 bits.</summary>
internal readonly unsafe struct TwoLanes(Vector128<double> value) : ILanes<TwoLanes>
{
    private readonly Vector128<double> _value = value;

    public static int Count => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes Broadcast(double value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes Load(double* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(TwoLanes lanes, double* target) => lanes._value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes Gather(double* source, uint* indexes) => new(Vector128.Create(source[indexes[0]], source[indexes[1]]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double First(TwoLanes lanes) => lanes._value.ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Bits(TwoLanes mask) => mask._value.ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes HasNoBits(TwoLanes lanes) => new(Vector128.Equals(lanes._value.AsInt64(), Vector128<long>.Zero).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes AtMost(TwoLanes left, TwoLanes right) => new(Vector128.LessThanOrEqual(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes AtMost(TwoLanes left, TwoLanes right, TwoLanes orMissing) =>
        new(Vector128.LessThanOrEqual(left._value, right._value) | Vector128.AndNot(orMissing._value, Vector128.Equals(left._value, left._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes Select(TwoLanes mask, TwoLanes then, TwoLanes otherwise) =>
        new(Vector128.ConditionalSelect(mask._value, then._value, otherwise._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes Without(TwoLanes left, TwoLanes mask) => new(Vector128.AndNot(left._value, mask._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes operator &(TwoLanes left, TwoLanes right) => new(left._value & right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes operator ^(TwoLanes left, TwoLanes right) => new(left._value ^ right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes operator +(TwoLanes left, TwoLanes right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes operator -(TwoLanes left, TwoLanes right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoLanes operator *(TwoLanes left, TwoLanes right) => new(left._value * right._value);
}
