using System.Globalization;
using System.Numerics;
using System.Text;

namespace Hamf.Models.Formats.Pickle;

/// <summary>Reads the values that stand in a pickle as they are: numbers, texts and bytes.</summary>
internal sealed class PickleLiterals(PickleInput input, PickleLimits limits, MemoryBudget budget)
{
    private const int SmallestCached = -16;
    private const int LargestCached = 1024;

    // Bytes of an object with one field, and of a text without its characters.
    private const int BoxSize = 24;
    private const int TextSize = BoxSize + 24;

    // Python's NaN is positive, and .NET's is negative.
    private static readonly double PythonNaN = BitConverter.UInt64BitsToDouble(0x7FF8000000000000);

    private static readonly PyBoolean True = new(value: true);
    private static readonly PyBoolean False = new(value: false);
    private static readonly PyText EmptyText = new(string.Empty);
    private static readonly PyInteger[] SmallIntegers =
        [.. Enumerable.Range(SmallestCached, LargestCached - SmallestCached + 1).Select(i => new PyInteger(i))];

    /// <summary>The value that an operation stands for, or null when it is none of these.</summary>
    public PyValue? Read(byte operation) => operation switch
    {
        PickleOpcode.None => PyNone.Value,
        PickleOpcode.NewTrue => True,
        PickleOpcode.NewFalse => False,
        PickleOpcode.Int => DecimalOrBoolean(),
        PickleOpcode.BinInt => Integer(input.Int32()),
        PickleOpcode.BinInt1 => Integer(input.Byte()),
        PickleOpcode.BinInt2 => Integer(input.UInt16()),
        PickleOpcode.Long => Decimal(input.AsciiLine("a whole number", limits.LineSizeMax).TrimEnd('L')),
        PickleOpcode.Long1 => LongInteger(input.Byte()),
        PickleOpcode.Long4 => LongInteger(input.UInt32()),
        PickleOpcode.Float => DecimalFloat(),
        PickleOpcode.BinFloat => Float(input.BigEndianDouble()),
        PickleOpcode.String => Quoted(input.Line("a text").Span),
        PickleOpcode.BinString => Latin(input.Take(input.UInt32(), "a text")),
        PickleOpcode.ShortBinString => Latin(input.Take(input.Byte(), "a text")),
        PickleOpcode.Unicode => Escaped(input.Line("a text").Span),
        PickleOpcode.BinUnicode => Text(input.Take(input.UInt32(), "a text")),
        PickleOpcode.ShortBinUnicode => Text(input.Take(input.Byte(), "a text")),
        PickleOpcode.BinUnicode8 => Text(input.Take(input.UInt64(), "a text")),
        PickleOpcode.BinBytes => Bytes(input.Take(input.UInt32(), "a value of bytes")),
        PickleOpcode.ShortBinBytes => Bytes(input.Take(input.Byte(), "a value of bytes")),
        PickleOpcode.BinBytes8 or PickleOpcode.ByteArray8 => Bytes(input.Take(input.UInt64(), "a value of bytes")),
        _ => null,
    };

    /// <summary>A whole number; small ones are shared.</summary>
    public PyInteger Integer(long value)
    {
        if (value is >= SmallestCached and <= LargestCached)
        {
            return SmallIntegers[value - SmallestCached];
        }

        // Above 32 bits the digits are an object of their own.
        budget.Charge(value == (int)value ? BoxSize + 8 : 3 * BoxSize);
        return new PyInteger(value);
    }

    private PyValue DecimalOrBoolean() => input.AsciiLine("a whole number", limits.LineSizeMax) switch
    {
        "00" => False,
        "01" => True,
        var digits => Decimal(digits),
    };

    private PyInteger Decimal(string digits)
    {
        if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long small))
        {
            return Integer(small);
        }

        budget.Charge(BoxSize + (4L * digits.Length));
        return BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger value)
            ? new PyInteger(value)
            : throw input.Fault("it has a whole number that is not one");
    }

    private PyInteger LongInteger(uint size)
    {
        if (size > limits.IntegerSizeMax)
        {
            throw input.Fault(
                string.Create(CultureInfo.InvariantCulture, $"it has a whole number of {size:N0} bytes, more than {limits.IntegerSizeMax:N0}"));
        }

        ReadOnlySpan<byte> bytes = input.Take(size, "a whole number").Span;
        BigInteger value = new(bytes);
        if (size <= sizeof(long))
        {
            return Integer((long)value);
        }

        budget.Charge((2 * BoxSize) + (3 * size));
        return new PyInteger(value);
    }

    private PyFloat DecimalFloat()
    {
        string digits = input.AsciiLine("a number", limits.LineSizeMax);
        return digits switch
        {
            "nan" or "-nan" => Float(PythonNaN),
            "inf" => Float(double.PositiveInfinity),
            "-inf" => Float(double.NegativeInfinity),
            _ => double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                ? Float(value)
                : throw input.Fault("it has a number that is not one"),
        };
    }

    private PyFloat Float(double value)
    {
        budget.Charge(BoxSize);
        return new PyFloat(value);
    }

    private PyBytes Bytes(ReadOnlyMemory<byte> bytes)
    {
        budget.Charge(BoxSize + 8);
        return new PyBytes(bytes);
    }

    private PyText Text(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return EmptyText;
        }

        // What is not ASCII passes through a buffer.
        budget.Charge(TextSize + ((Ascii.IsValid(utf8.Span) ? 2L : 4L) * utf8.Length));
        return PickleText.FromUtf8(utf8.Span) is { } text ? new PyText(text) : throw input.Fault("it has a text that is not UTF-8");
    }

    private PyText Latin(ReadOnlyMemory<byte> bytes)
    {
        budget.Charge(TextSize + (2L * bytes.Length));
        return new PyText(Encoding.Latin1.GetString(bytes.Span));
    }

    private PyText Quoted(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd((byte)'\r');
        if (line.Length < 2 || line[0] != line[^1] || line[0] is not ((byte)'\'' or (byte)'"'))
        {
            throw input.Fault("it has a text without quotes around it");
        }

        budget.Charge(TextSize + (4L * line.Length));
        return PickleText.FromQuoted(line[1..^1]) is { } text ? new PyText(text) : throw input.Fault("it has a text with a damaged escape");
    }

    private PyText Escaped(ReadOnlySpan<byte> line)
    {
        budget.Charge(TextSize + (4L * line.Length));
        return PickleText.FromRawEscaped(line) is { } text ? new PyText(text) : throw input.Fault("it has a text with a damaged escape");
    }
}
