namespace Hamf.Models.Formats.Containers;

/// <summary>The range coder of LZMA: bits by their probabilities.</summary>
internal sealed class LzmaRange(CompressedInput input)
{
    private const int ProbabilityBits = 11;
    private const int MoveBits = 5;
    private const uint Top = 1 << 24;

    private uint _range;
    private uint _code;

    /// <summary>An even chance, from which every probability starts.</summary>
    public const ushort Even = 1 << (ProbabilityBits - 1);

    /// <summary>Whether everything that was coded has been read.</summary>
    public bool IsAtEnd => _code == 0;

    /// <summary>Begins a coded section.</summary>
    public void Begin()
    {
        if (input.Byte() != 0)
        {
            throw new InvalidDataException();
        }

        _range = uint.MaxValue;
        _code = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(input.Take(4).Span);
    }

    /// <summary>A bit of a probability, which learns from it.</summary>
    public int Bit(ref ushort probability)
    {
        uint bound = (_range >> ProbabilityBits) * probability;
        int bit;
        if (_code < bound)
        {
            _range = bound;
            probability += (ushort)(((1 << ProbabilityBits) - probability) >> MoveBits);
            bit = 0;
        }
        else
        {
            _range -= bound;
            _code -= bound;
            probability -= (ushort)(probability >> MoveBits);
            bit = 1;
        }

        Normalize();
        return bit;
    }

    /// <summary>Bits of even chances, highest first.</summary>
    public uint Direct(int count)
    {
        uint value = 0;
        for (int i = 0; i < count; i++)
        {
            _range >>= 1;
            uint bit = _code >= _range ? 1u : 0;
            _code -= _range * bit;
            value = (value << 1) | bit;
            Normalize();
        }

        return value;
    }

    /// <summary>A number of several bits, highest first, each with a probability that depends on those before.</summary>
    public int Tree(Span<ushort> probabilities, int bits)
    {
        int place = 1;
        for (int i = 0; i < bits; i++)
        {
            place = (place << 1) | Bit(ref probabilities[place]);
        }

        return place - (1 << bits);
    }

    /// <summary>The same, lowest bit first.</summary>
    public int ReverseTree(Span<ushort> probabilities, int bits)
    {
        int place = 1;
        int value = 0;
        for (int i = 0; i < bits; i++)
        {
            int bit = Bit(ref probabilities[place]);
            place = (place << 1) | bit;
            value |= bit << i;
        }

        return value;
    }

    private void Normalize()
    {
        if (_range < Top)
        {
            _range <<= 8;
            _code = (_code << 8) | input.Byte();
        }
    }
}
