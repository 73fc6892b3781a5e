using System.Runtime.CompilerServices;

namespace Hamf.Models.Trees.Explaining.Lanes;

/// <summary>One lane: the plain twin of the vectors.</summary>
internal readonly unsafe struct OneLane(double value) : ILanes<OneLane>
{
    private readonly double _value = value;

    public static int Count => 1;

    private long Bits => BitConverter.DoubleToInt64Bits(_value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane Broadcast(double value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane Load(double* source) => new(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(OneLane lanes, double* target) => *target = lanes._value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double First(OneLane lanes) => lanes._value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane AtMost(OneLane left, OneLane right, OneLane orMissing) =>
        FromBits(double.IsNaN(left._value) ? orMissing.Bits : left._value <= right._value ? -1 : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane Select(OneLane mask, OneLane then, OneLane otherwise) => mask.Bits != 0 ? then : otherwise;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane Without(OneLane left, OneLane mask) => FromBits(left.Bits & ~mask.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane operator &(OneLane left, OneLane right) => FromBits(left.Bits & right.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane operator +(OneLane left, OneLane right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane operator -(OneLane left, OneLane right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane operator *(OneLane left, OneLane right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static OneLane FromBits(long bits) => new(BitConverter.Int64BitsToDouble(bits));
}
