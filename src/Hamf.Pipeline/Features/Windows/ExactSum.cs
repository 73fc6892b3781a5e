using System.Diagnostics;
using System.Numerics;

namespace Hamf.Pipeline.Features.Windows;

/// <summary>
/// A sum that does not depend on the order of its terms: a 256-bit fixed-point number in units of 2^-96. Terms are below 2^63 in
/// magnitude and their squares below 2^126, so 2^31 of them stay in range; a term finer than 2^-96 is rounded to it, each by itself.
/// </summary>
internal struct ExactSum : IEquatable<ExactSum>
{
    /// <summary>Most numbers that may be added in one call.</summary>
    public const int MaxRun = 512;

    private const int UnitBits = 96;
    private const ulong FractionMask = 0xF_FFFF_FFFF_FFFF;
    private const ulong LeadingBit = 1UL << 52;

    private ulong _word0;
    private ulong _word1;
    private ulong _word2;
    private ulong _word3;

    /// <summary>Adds a term.</summary>
    public void Add(double value)
    {
        (ulong mantissa, int position) = Split(value);
        AddAt(mantissa, position, value < 0);
    }

    /// <summary>Adds the exact square of a term.</summary>
    public void AddSquare(double value)
    {
        (ulong mantissa, int position) = Split(value);
        AddAt((UInt128)mantissa * mantissa, (2 * position) - UnitBits, negative: false);
    }

    /// <summary>
    /// Adds the numbers whose bits are given; missing ones add nothing. The same as adding each, but numbers of ordinary size (2^-44 to
    /// 2^19) first meet in 128 bits, which takes a third of the time.
    /// </summary>
    public void AddAll(ReadOnlySpan<long> numbers)
    {
        Debug.Assert(numbers.Length <= MaxRun, "128 bits are not enough for so many.");
        ulong low = 0;
        long high = 0;
        foreach (long bits in numbers)
        {
            int position = ((int)(bits >> 52) & 0x7FF) - (1075 - UnitBits);
            if ((uint)position > 62)
            {
                AddUnusual(bits, squared: false);
                continue;
            }

            ulong mantissa = ((ulong)bits & FractionMask) | LeadingBit;
            ulong a = mantissa << position;
            long b = (long)(mantissa >> 1 >> (63 - position));
            if (bits >= 0)
            {
                low += a;
                high += b + (low < a ? 1 : 0);
            }
            else
            {
                high -= b + (low < a ? 1 : 0);
                low -= a;
            }
        }

        ulong sign = (ulong)(high >> 63);
        AddWords(low, (ulong)high, sign, sign, 0);
    }

    /// <summary>Adds the exact squares of the numbers whose bits are given; the fast way is for 2^-27 to 2^11.</summary>
    public void AddAllSquares(ReadOnlySpan<long> numbers)
    {
        Debug.Assert(numbers.Length <= MaxRun, "128 bits are not enough for so many.");
        ulong low = 0;
        ulong high = 0;
        foreach (long bits in numbers)
        {
            int position = (2 * (((int)(bits >> 52) & 0x7FF) - (1075 - UnitBits))) - UnitBits;
            if (position is > 12 or < -62)
            {
                AddUnusual(bits, squared: true);
                continue;
            }

            ulong mantissa = ((ulong)bits & FractionMask) | LeadingBit;
            ulong b = Math.BigMul(mantissa, mantissa, out ulong a);
            if (position < 0)
            {
                ulong half = 1UL << (-position - 1);
                a += half;
                b += a < half ? 1UL : 0;
                a = (a >> -position) | (b << (64 + position));
                b >>= -position;
            }
            else
            {
                b = (b << position) | (a >> 1 >> (63 - position));
                a <<= position;
            }

            low += a;
            high += b + (low < a ? 1UL : 0);
        }

        AddWords(low, high, 0, 0, 0);
    }

    /// <summary>Adds another sum.</summary>
    public void Add(in ExactSum other) => AddWords(other._word0, other._word1, other._word2, other._word3, 0);

    /// <summary>The sum as two doubles, the second being what the first leaves over: about 106 bits.</summary>
    public readonly (double High, double Low) ToDoubles()
    {
        double high = ToDouble();
        ExactSum rest = this;
        (ulong mantissa, int position) = Split(high);
        rest.AddAt(mantissa, position, high > 0);
        return (high, rest.ToDouble());
    }

    /// <summary>The sum, correctly rounded.</summary>
    public readonly double ToDouble()
    {
        bool negative = (long)_word3 < 0;
        ExactSum magnitude = this;
        if (negative)
        {
            magnitude = default;
            magnitude.AddWords(~_word0, ~_word1, ~_word2, ~_word3, 1);
        }

        double value = magnitude.MagnitudeToDouble();
        return negative ? -value : value;
    }

    /// <inheritdoc/>
    public readonly bool Equals(ExactSum other) =>
        _word0 == other._word0 && _word1 == other._word1 && _word2 == other._word2 && _word3 == other._word3;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is ExactSum other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(_word0, _word1, _word2, _word3);

    private void AddUnusual(long bits, bool squared)
    {
        double value = BitConverter.Int64BitsToDouble(bits);
        if (double.IsNaN(value))
        {
            return;
        }

        if (squared)
        {
            AddSquare(value);
        }
        else
        {
            Add(value);
        }
    }

    /// <summary>The 53-bit mantissa and the position of its last bit above the unit (negative when finer than the unit).</summary>
    private static (ulong Mantissa, int Position) Split(double value)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(value);
        int exponent = (int)(bits >> 52) & 0x7FF;
        ulong fraction = bits & FractionMask;
        return exponent == 0 ? (fraction, UnitBits - 1074) : (fraction | LeadingBit, exponent + UnitBits - 1075);
    }

    private void AddAt(UInt128 value, int position, bool negative)
    {
        if (position < 0)
        {
            // Half a unit rounds away from zero: a function of the term alone.
            value = position < -120 ? 0 : (value + (UInt128.One << (-position - 1))) >> -position;
            position = 0;
        }

        int shift = position & 63;
        ulong low = (ulong)value;
        ulong high = (ulong)(value >> 64);
        ulong a = low << shift;
        ulong b = (high << shift) | (low >> 1 >> (63 - shift));
        ulong c = high >> 1 >> (63 - shift);
        ulong flip = negative ? ulong.MaxValue : 0;
        ulong carry = negative ? 1UL : 0;
        switch (position >> 6)
        {
            case 0:
                AddWords(a ^ flip, b ^ flip, c ^ flip, flip, carry);
                break;
            case 1:
                AddWords(flip, a ^ flip, b ^ flip, c ^ flip, carry);
                break;
            default:
                AddWords(flip, flip, a ^ flip, b ^ flip, carry);
                break;
        }
    }

    private void AddWords(ulong a, ulong b, ulong c, ulong d, ulong carry)
    {
        ulong word0 = _word0 + a;
        ulong carry0 = word0 < a ? 1UL : 0;
        word0 += carry;
        carry0 += word0 < carry ? 1UL : 0;

        ulong word1 = _word1 + b;
        ulong carry1 = word1 < b ? 1UL : 0;
        word1 += carry0;
        carry1 += word1 < carry0 ? 1UL : 0;

        ulong word2 = _word2 + c;
        ulong carry2 = word2 < c ? 1UL : 0;
        word2 += carry1;
        carry2 += word2 < carry1 ? 1UL : 0;

        _word0 = word0;
        _word1 = word1;
        _word2 = word2;
        _word3 += d + carry2;
    }

    private readonly double MagnitudeToDouble()
    {
        int top = _word3 != 0 ? 3 : _word2 != 0 ? 2 : _word1 != 0 ? 1 : 0;
        ulong first = WordAt(top);
        if (first == 0)
        {
            return 0;
        }

        // The leading 64 bits, the last of which also says whether anything follows, round as the whole number would.
        int shift = BitOperations.LeadingZeroCount(first);
        ulong second = WordAt(top - 1);
        ulong leading = (first << shift) | (second >> 1 >> (63 - shift));
        bool follows = (second << shift) != 0 || WordAt(top - 2) != 0 || WordAt(top - 3) != 0;
        return Math.ScaleB((double)(leading | (follows ? 1UL : 0)), (64 * top) - shift - UnitBits);
    }

    private readonly ulong WordAt(int index) => index switch
    {
        0 => _word0,
        1 => _word1,
        2 => _word2,
        3 => _word3,
        _ => 0,
    };
}
