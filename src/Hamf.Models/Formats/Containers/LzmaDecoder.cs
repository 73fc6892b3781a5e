using Hamf.Models.Formats.Pickle;

namespace Hamf.Models.Formats.Containers;

/// <summary>Decodes LZMA into a window. Terms are those of the format's specification (LZMA SDK, lzma-specification).</summary>
internal sealed class LzmaDecoder
{
    private const int StateCount = 12;
    private const int PositionStates = 16;
    private const int FirstMatchState = 7;
    private const int ModelledDistances = 128;
    private const int AlignBits = 4;
    private const int LiteralCoderSize = 0x300;
    private const int OtherSize = 8192;

    private readonly LzmaRange _range;
    private readonly LzmaWindow _window;
    private readonly ushort[] _literals;
    private readonly ushort[] _isMatch = new ushort[StateCount * PositionStates];
    private readonly ushort[] _isRepeat = new ushort[StateCount];
    private readonly ushort[] _isRepeat0 = new ushort[StateCount];
    private readonly ushort[] _isRepeat1 = new ushort[StateCount];
    private readonly ushort[] _isRepeat2 = new ushort[StateCount];
    private readonly ushort[] _isRepeat0Long = new ushort[StateCount * PositionStates];
    private readonly ushort[] _slots = new ushort[4 * 64];
    private readonly ushort[] _special = new ushort[ModelledDistances];
    private readonly ushort[] _align = new ushort[1 << AlignBits];
    private readonly LzmaLengths _matchLengths;
    private readonly LzmaLengths _repeatLengths;
    private readonly uint[] _distances = new uint[4];
    private readonly int _literalContextBits;
    private readonly uint _literalPositionMask;
    private readonly uint _positionMask;
    private int _state;
    private int _pending;

    /// <summary>A decoder with all probabilities even.</summary>
    /// <param name="properties">The byte that holds the numbers of literal context, literal position and position bits.</param>
    /// <param name="range">Where the bits come from.</param>
    /// <param name="window">Where the bytes go.</param>
    /// <param name="budget">Charged with the probabilities of literals.</param>
    public LzmaDecoder(byte properties, LzmaRange range, LzmaWindow window, MemoryBudget budget)
    {
        if (properties >= 9 * 5 * 5)
        {
            throw new InvalidDataException();
        }

        _range = range;
        _window = window;
        _literalContextBits = properties % 9;
        int literalPositionBits = properties / 9 % 5;
        _literalPositionMask = (1u << literalPositionBits) - 1;
        _positionMask = (1u << (properties / 45)) - 1;
        int literalSize = LiteralCoderSize << (_literalContextBits + literalPositionBits);
        budget.Charge((2 * literalSize) + OtherSize);
        _literals = new ushort[literalSize];
        _matchLengths = new LzmaLengths(range);
        _repeatLengths = new LzmaLengths(range);
        Reset();
    }

    /// <summary>Whether the mark of the end was met.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether a copy is under way.</summary>
    public bool IsCopying => _pending > 0;

    /// <summary>Forgets everything learned.</summary>
    public void Reset()
    {
        foreach (ushort[] probabilities in new[]
            { _literals, _isMatch, _isRepeat, _isRepeat0, _isRepeat1, _isRepeat2, _isRepeat0Long, _slots, _special, _align })
        {
            Array.Fill(probabilities, LzmaRange.Even);
        }

        _matchLengths.Reset();
        _repeatLengths.Reset();
        Array.Clear(_distances);
        _state = 0;
        _pending = 0;
    }

    /// <summary>Decodes at most so many bytes, fewer where the window's piece or the data ends; returns how many.</summary>
    public int Decode(int countMax)
    {
        long start = _window.Count;
        long end = start + Math.Min(countMax, _window.Room);
        while (_window.Count < end && !HasEnded)
        {
            if (_pending > 0)
            {
                _pending -= _window.Copy(_distances[0] + 1L, (int)Math.Min(_pending, end - _window.Count));
                continue;
            }

            int positionState = (int)(_window.Count & _positionMask);
            if (_range.Bit(ref _isMatch[(_state * PositionStates) + positionState]) == 0)
            {
                Literal();
            }
            else if (_range.Bit(ref _isRepeat[_state]) == 0)
            {
                Match(positionState);
            }
            else
            {
                Repeat(positionState);
            }
        }

        return (int)(_window.Count - start);
    }

    private void Literal()
    {
        byte last = _window.Back(1);
        int context = (int)((_window.Count & _literalPositionMask) << _literalContextBits) + (last >> (8 - _literalContextBits));
        Span<ushort> probabilities = _literals.AsSpan(LiteralCoderSize * context, LiteralCoderSize);
        int symbol = 1;
        if (_state >= FirstMatchState)
        {
            // After a copy the byte that would have come next tells which bits are unlikely.
            int expected = _window.Back(_distances[0] + 1L);
            while (symbol < 0x100)
            {
                int expectedBit = (expected >> 7) & 1;
                expected <<= 1;
                int bit = _range.Bit(ref probabilities[((1 + expectedBit) << 8) + symbol]);
                symbol = (symbol << 1) | bit;
                if (bit != expectedBit)
                {
                    break;
                }
            }
        }

        while (symbol < 0x100)
        {
            symbol = (symbol << 1) | _range.Bit(ref probabilities[symbol]);
        }

        _window.Put((byte)symbol);
        _state = _state < 4 ? 0 : _state < 10 ? _state - 3 : _state - 6;
    }

    private void Match(int positionState)
    {
        int length = _matchLengths.Decode(positionState);
        uint distance = Distance(length);
        if (distance == uint.MaxValue)
        {
            HasEnded = true;
            return;
        }

        _distances.AsSpan(0, 3).CopyTo(_distances.AsSpan(1));
        _distances[0] = distance;
        _state = _state < FirstMatchState ? 7 : 10;
        _pending = length + 2;
    }

    private uint Distance(int length)
    {
        int slot = _range.Tree(_slots.AsSpan(64 * Math.Min(length, 3), 64), 6);
        if (slot < 4)
        {
            return (uint)slot;
        }

        int directBits = (slot >> 1) - 1;
        uint distance = (2 | ((uint)slot & 1)) << directBits;
        return slot < 14
            ? distance + (uint)_range.ReverseTree(_special.AsSpan((int)distance - slot), directBits)
            : distance + (_range.Direct(directBits - AlignBits) << AlignBits) + (uint)_range.ReverseTree(_align, AlignBits);
    }

    private void Repeat(int positionState)
    {
        if (_window.Count == 0)
        {
            throw new InvalidDataException();
        }

        if (_range.Bit(ref _isRepeat0[_state]) == 0)
        {
            if (_range.Bit(ref _isRepeat0Long[(_state * PositionStates) + positionState]) == 0)
            {
                _state = _state < FirstMatchState ? 9 : 11;
                _window.Put(_window.Back(_distances[0] + 1L));
                return;
            }
        }
        else
        {
            int which = _range.Bit(ref _isRepeat1[_state]) == 0 ? 1 : 2 + _range.Bit(ref _isRepeat2[_state]);
            uint distance = _distances[which];
            _distances.AsSpan(0, which).CopyTo(_distances.AsSpan(1));
            _distances[0] = distance;
        }

        _pending = _repeatLengths.Decode(positionState) + 2;
        _state = _state < FirstMatchState ? 8 : 11;
    }
}
