namespace Hamf.Pipeline.Features.Windows;

/// <summary>
/// Identifies one key of a group: the integer itself where the group has one integer column, else a 128-bit digest of its values,
/// so that the state holds no names and its size does not depend on them.
/// </summary>
internal readonly record struct Key128(ulong High, ulong Low)
{
    /// <summary>Marks a key that is the integer itself.</summary>
    private const ulong IntegerMark = 0x4B65_7949_6E74;

    public static Key128 OfInteger(long value) => new((ulong)value, IntegerMark);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        ulong mixed = (High ^ Low) * 0x9E3779B97F4A7C15;
        return (int)(mixed >> 32);
    }
}
