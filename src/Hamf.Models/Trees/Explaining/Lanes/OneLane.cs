using System.Runtime.CompilerServices;

namespace Hamf.Models.Trees.Explaining.Lanes;

/// <summary>One lane: the plain twin of the vectors.</summary>
internal readonly unsafe struct OneLane(double value) : ILanes<OneLane>
{
    private readonly double _value = value;

    public static int Count => 1;

    private long Word => BitConverter.DoubleToInt64Bits(_value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane Broadcast(double value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane Load(double* source) => new(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(OneLane lanes, double* target) => *target = lanes._value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane Gather(double* source, uint* indexes) => new(source[*indexes]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double First(OneLane lanes) => lanes._value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Bits(OneLane mask) => (ulong)mask.Word >> 63;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane HasNoBits(OneLane lanes) => FromBits(lanes.Word == 0 ? -1 : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane AtMost(OneLane left, OneLane right) => FromBits(left._value <= right._value ? -1 : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane AtMost(OneLane left, OneLane right, OneLane orMissing) =>
        FromBits(double.IsNaN(left._value) ? orMissing.Word : left._value <= right._value ? -1 : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane Select(OneLane mask, OneLane then, OneLane otherwise) => mask.Word != 0 ? then : otherwise;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane Without(OneLane left, OneLane mask) => FromBits(left.Word & ~mask.Word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane operator &(OneLane left, OneLane right) => FromBits(left.Word & right.Word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane operator ^(OneLane left, OneLane right) => FromBits(left.Word ^ right.Word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane operator +(OneLane left, OneLane right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane operator -(OneLane left, OneLane right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneLane operator *(OneLane left, OneLane right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static OneLane FromBits(long bits) => new(BitConverter.Int64BitsToDouble(bits));
}
