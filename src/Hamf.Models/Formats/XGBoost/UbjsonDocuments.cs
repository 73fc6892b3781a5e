using System.Buffers.Binary;
using System.Text;
using Hamf.Models.Formats.Boosting;

namespace Hamf.Models.Formats.XGBoost;

/// <summary>Reads UBJSON (ubjson.org, draft 12) as XGBoost writes it: objects without counts; lists with their type, with their length, or neither. Numbers are big-endian.</summary>
internal ref struct UbjsonDocuments
{
    // Of a value without a length, which ends with a mark of its own.
    private const int Unknown = -1;

    private readonly DocumentBuilder _builder;
    private readonly Stack<int> _left = new();
    private ReadOnlySpan<byte> _rest;
    private readonly int _size;

    private UbjsonDocuments(ReadOnlySpan<byte> content)
    {
        _rest = content;
        _size = content.Length;
        _builder = new DocumentBuilder("UBJSON", content.Length);
    }

    /// <summary>The document.</summary>
    /// <exception cref="ImportException">It is damaged, or too deep.</exception>
    public static DocumentNode Read(ReadOnlySpan<byte> content)
    {
        var reader = new UbjsonDocuments(content);
        reader.Value(reader.Marker());
        while (reader._builder.IsOpen)
        {
            reader.Step();
        }

        return reader._builder.Root!;
    }

    // The next value of what is open, or its end.
    private void Step()
    {
        int left = _left.Pop();
        if (left == 0)
        {
            _builder.End();
            return;
        }

        bool isObject = _builder.IsInObject;
        char marker = Marker();
        if (left == Unknown && marker == (isObject ? '}' : ']'))
        {
            _builder.End();
            return;
        }

        _left.Push(left == Unknown ? Unknown : left - 1);
        if (isObject)
        {
            _builder.Name(Text(marker));
            marker = Marker();
        }

        Value(marker);
    }

    private void Value(char marker)
    {
        switch (marker)
        {
            case '{':
                _builder.BeginObject();
                _left.Push(Unknown);
                break;
            case '[':
                List();
                break;
            case 'S':
                _builder.Add(new DocumentNode { Text = Text(Marker()) });
                break;
            case 'Z':
                _builder.Add(DocumentNode.Null);
                break;
            case 'T' or 'F':
                _builder.Add(marker == 'T' ? DocumentNode.True : DocumentNode.False);
                break;
            default:
                _builder.Add(Number(marker));
                break;
        }
    }

    private void List()
    {
        char type = '\0';
        if (_rest is [(byte)'$', ..])
        {
            Marker();
            type = Marker();
            if (_rest is not [(byte)'#', ..])
            {
                throw Damaged("a typed list has no length");
            }
        }

        if (_rest is not [(byte)'#', ..])
        {
            _builder.BeginList();
            _left.Push(Unknown);
            return;
        }

        Marker();
        if (type == '\0')
        {
            _builder.BeginList();
            _left.Push(Length(Marker(), 1));
            return;
        }

        int count = Length(Marker(), SizeOf(type));
        var numbers = new double[count];
        for (int i = 0; i < count; i++)
        {
            numbers[i] = Number(type);
        }

        _builder.Add(new DocumentNode { Numbers = numbers });
    }

    private double Number(char type)
    {
        ReadOnlySpan<byte> bytes = Take(SizeOf(type));
        return type switch
        {
            'i' => (sbyte)bytes[0],
            'U' => bytes[0],
            'I' => BinaryPrimitives.ReadInt16BigEndian(bytes),
            'l' => BinaryPrimitives.ReadInt32BigEndian(bytes),
            'L' => BinaryPrimitives.ReadInt64BigEndian(bytes),
            'd' => BinaryPrimitives.ReadSingleBigEndian(bytes),
            _ => BinaryPrimitives.ReadDoubleBigEndian(bytes),
        };
    }

    private readonly int SizeOf(char type) => type switch
    {
        'i' or 'U' => 1,
        'I' => 2,
        'l' or 'd' => 4,
        'L' or 'D' => 8,
        _ => throw Damaged($"there is no type 0x{(int)type:X2}"),
    };

    private string Text(char lengthType) => Encoding.UTF8.GetString(Take(Length(lengthType, 1)));

    // A count of values of the given size, which must all be there.
    private int Length(char type, int itemSize)
    {
        double length = type is 'd' or 'D' ? double.NaN : Number(type);
        return length >= 0 && length * itemSize <= _rest.Length ? (int)length : throw Damaged("a length goes beyond its end");
    }

    private char Marker() => (char)Take(1)[0];

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw Damaged("it ends in the middle of a value");
        }

        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private readonly ImportException Damaged(string what) =>
        new(string.Empty, $"the UBJSON is damaged near byte {_size - _rest.Length}: {what}", "Copy the file again");
}
