using System.Buffers.Binary;
using System.Text;

namespace Hamf.Models.Formats.Onnx;

/// <summary>
/// Reads the protocol buffer wire format, field by field. Every length is compared with the bytes left before it is used, so whoever
/// allocates what a reader holds never allocates more than the file's size times the size of an element.
/// </summary>
internal ref struct WireReader(ReadOnlySpan<byte> content, string where)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Length = 2;
    private const int Fixed32 = 5;

    private ReadOnlySpan<byte> _rest = content;
    private int _wireType;

    /// <summary>Number of the field that stands next, after <see cref="Next"/>.</summary>
    public int Field { get; private set; }

    /// <summary>Moves to the next field; false at the end.</summary>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        ulong tag = ReadVarint();
        (Field, _wireType) = ((int)Math.Min(tag >> 3, int.MaxValue), (int)(tag & 7));
        return Field > 0 ? true : throw Damaged("has a field without number");
    }

    /// <summary>The field as a whole number.</summary>
    public long Integer()
    {
        Expect(Varint);
        return (long)ReadVarint();
    }

    /// <summary>The field as a float.</summary>
    public float Single()
    {
        Expect(Fixed32);
        return BinaryPrimitives.ReadSingleLittleEndian(Take(4));
    }

    /// <summary>The field as a text.</summary>
    public string Text() => Encoding.UTF8.GetString(Bytes());

    /// <summary>The field's bytes.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        Expect(Length);
        return Take(ReadVarint());
    }

    /// <summary>A reader of the message that the field is.</summary>
    public WireReader Message(string name) => new(Bytes(), name);

    /// <summary>Adds the field, one number or packed ones, to a list.</summary>
    public void Integers(List<long> target)
    {
        if (_wireType == Varint)
        {
            target.Add(Integer());
            return;
        }

        var packed = new WireReader(Bytes(), where);

        // Each number ends with a byte below 128.
        int count = 0;
        foreach (byte part in packed._rest)
        {
            count += part < 128 ? 1 : 0;
        }

        target.EnsureCapacity(target.Count + count);
        while (!packed._rest.IsEmpty)
        {
            target.Add((long)packed.ReadVarint());
        }
    }

    /// <summary>Adds the field, one float or packed ones, to a list.</summary>
    public void Singles(List<double> target)
    {
        ReadOnlySpan<byte> packed = _wireType == Fixed32 ? Take(4) : Bytes();
        target.EnsureCapacity(target.Count + (packed.Length / 4));
        for (int i = 0; i + 4 <= packed.Length; i += 4)
        {
            target.Add(BinaryPrimitives.ReadSingleLittleEndian(packed[i..]));
        }
    }

    /// <summary>Adds the field, one double or packed ones, to a list.</summary>
    public void Doubles(List<double> target)
    {
        ReadOnlySpan<byte> packed = _wireType == Fixed64 ? Take(8) : Bytes();
        for (int i = 0; i + 8 <= packed.Length; i += 8)
        {
            target.Add(BinaryPrimitives.ReadDoubleLittleEndian(packed[i..]));
        }
    }

    /// <summary>Passes over the field.</summary>
    public void Skip()
    {
        switch (_wireType)
        {
            case Varint:
                ReadVarint();
                break;
            case Fixed64:
                Take(8);
                break;
            case Length:
                Bytes();
                break;
            case Fixed32:
                Take(4);
                break;
            default:
                throw Damaged($"has a field of the unknown wire type {_wireType}");
        }
    }

    private readonly ImportException Damaged(string what) =>
        new(where, $"the ONNX file is damaged: {(where.Length == 0 ? "it" : "this place")} {what}", "Take the file from its source again");

    private readonly void Expect(int wireType)
    {
        if (_wireType != wireType)
        {
            throw Damaged($"holds field {Field} in another form than its own");
        }
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)_rest.Length)
        {
            throw Damaged($"says that {count} bytes follow, but {_rest.Length} do");
        }

        ReadOnlySpan<byte> taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (int i = 0; i < 10 && i < _rest.Length; i++)
        {
            value |= (ulong)(_rest[i] & 127) << (7 * i);
            if (_rest[i] < 128)
            {
                _rest = _rest[(i + 1)..];
                return value;
            }
        }

        throw Damaged("ends inside a number");
    }
}
