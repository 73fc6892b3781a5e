namespace Hamf.Models.Formats.Containers;

/// <summary>Lengths of copies in LZMA: short, middle and long ones have probabilities of their own.</summary>
internal sealed class LzmaLengths(LzmaRange range)
{
    private const int PositionStates = 16;

    private readonly ushort[] _choices = new ushort[2];
    private readonly ushort[] _short = new ushort[PositionStates * 8];
    private readonly ushort[] _middle = new ushort[PositionStates * 8];
    private readonly ushort[] _long = new ushort[256];

    /// <summary>Forgets everything learned.</summary>
    public void Reset()
    {
        foreach (ushort[] probabilities in new[] { _choices, _short, _middle, _long })
        {
            Array.Fill(probabilities, LzmaRange.Even);
        }
    }

    /// <summary>The next length, less 2.</summary>
    public int Decode(int positionState) =>
        range.Bit(ref _choices[0]) == 0 ? range.Tree(_short.AsSpan(8 * positionState, 8), 3)
        : range.Bit(ref _choices[1]) == 0 ? 8 + range.Tree(_middle.AsSpan(8 * positionState, 8), 3)
        : 16 + range.Tree(_long, 8);
}
