using Hamf.Pipeline.Features.Expressions;

namespace Hamf.Pipeline.Features.Windows;

/// <summary>One value that every entry of a group keeps: the argument of one or more aggregates.</summary>
/// <param name="Canonical">One text per meaning.</param>
/// <param name="Argument">The value; null marks events that pass the filter with 1.</param>
/// <param name="Filter">Events that do not pass have a missing value; null when all pass.</param>
/// <param name="IsIdentity">Whether the cell holds an identity (<see cref="Node.Identity"/>) instead of the bits of a double.</param>
/// <param name="ReadsLabel">Whether the value is known only with the label.</param>
internal sealed record ColumnPlan(string Canonical, Node? Argument, Node? Filter, bool IsIdentity, bool ReadsLabel)
{
    /// <summary>The one bit pattern of a missing number in state.</summary>
    public static readonly long MissingNumber = BitConverter.DoubleToInt64Bits(double.NaN);

    /// <summary>Numbers from here on do not enter windows, so that exact sums stay in range: 2^63, beyond every 64-bit integer.</summary>
    public const double MaxMagnitude = 9223372036854775808.0;

    /// <summary>What an entry without a value holds.</summary>
    public long MissingCell => IsIdentity ? Node.MissingIdentity : MissingNumber;

    /// <summary>The event's cell.</summary>
    public long CellOf(Scope scope)
    {
        if ((ReadsLabel && double.IsNaN(scope.Label)) || (Filter is not null && Filter.Number(scope) != 1))
        {
            return MissingCell;
        }

        if (IsIdentity)
        {
            return Argument!.Identity(scope);
        }

        double value = Argument?.Number(scope) ?? 1;
        return Math.Abs(value) < MaxMagnitude ? BitConverter.DoubleToInt64Bits(value + 0.0) : MissingNumber;
    }
}
