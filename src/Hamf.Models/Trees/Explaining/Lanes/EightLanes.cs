using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hamf.Models.Trees.Explaining.Lanes;

/// <summary>Eight lanes in one vector of 512 bits.</summary>
internal readonly unsafe struct EightLanes(Vector512<double> value) : ILanes<EightLanes>
{
    private readonly Vector512<double> _value = value;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes Broadcast(double value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes Load(double* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(EightLanes lanes, double* target) => lanes._value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes Gather(double* source, uint* indexes) => new(Vector512.Create(
        source[indexes[0]], source[indexes[1]], source[indexes[2]], source[indexes[3]],
        source[indexes[4]], source[indexes[5]], source[indexes[6]], source[indexes[7]]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double First(EightLanes lanes) => lanes._value.ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Bits(EightLanes mask) => mask._value.ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes HasNoBits(EightLanes lanes) => new(Vector512.Equals(lanes._value.AsInt64(), Vector512<long>.Zero).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes AtMost(EightLanes left, EightLanes right) => new(Vector512.LessThanOrEqual(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes AtMost(EightLanes left, EightLanes right, EightLanes orMissing) =>
        new(Vector512.LessThanOrEqual(left._value, right._value) | Vector512.AndNot(orMissing._value, Vector512.Equals(left._value, left._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes Select(EightLanes mask, EightLanes then, EightLanes otherwise) =>
        new(Vector512.ConditionalSelect(mask._value, then._value, otherwise._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes Without(EightLanes left, EightLanes mask) => new(Vector512.AndNot(left._value, mask._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes operator &(EightLanes left, EightLanes right) => new(left._value & right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes operator ^(EightLanes left, EightLanes right) => new(left._value ^ right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes operator +(EightLanes left, EightLanes right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes operator -(EightLanes left, EightLanes right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes operator *(EightLanes left, EightLanes right) => new(left._value * right._value);
}
