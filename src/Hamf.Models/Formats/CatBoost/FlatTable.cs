using System.Buffers.Binary;
using System.Text;

namespace Hamf.Models.Formats.CatBoost;

/// <summary>A table of a FlatBuffers file (flatbuffers.dev, internals), read with every position checked. Little-endian.</summary>
internal readonly struct FlatTable
{
    private readonly Source _source;
    private readonly ReadOnlyMemory<byte> _buffer;
    private readonly int _position;
    private readonly int _fields;
    private readonly int _fieldsSize;

    private FlatTable(Source source, long position)
    {
        _source = source;
        _buffer = source.Bytes;
        _position = Checked(_buffer, position, 4);
        _fields = Checked(_buffer, (long)_position - BinaryPrimitives.ReadInt32LittleEndian(_buffer.Span[_position..]), 4);
        _fieldsSize = BinaryPrimitives.ReadUInt16LittleEndian(_buffer.Span[_fields..]);
        Checked(_buffer, _fields, _fieldsSize);
    }

    /// <summary>The table that the file begins with.</summary>
    /// <exception cref="ImportException">A position lies outside the file; so for all that follows.</exception>
    public static FlatTable Root(ReadOnlyMemory<byte> buffer)
    {
        Checked(buffer, 0, 4);
        return new FlatTable(new Source(buffer), BinaryPrimitives.ReadUInt32LittleEndian(buffer.Span));
    }

    public bool Flag(int field) => At(field, 1) is >= 0 and var at && _buffer.Span[at] != 0;

    public int Byte(int field) => At(field, 1) is >= 0 and var at ? _buffer.Span[at] : 0;

    public int Int(int field, int whenAbsent) => At(field, 4) is >= 0 and var at ? BinaryPrimitives.ReadInt32LittleEndian(_buffer.Span[at..]) : whenAbsent;

    public double Double(int field, double whenAbsent) =>
        At(field, 8) is >= 0 and var at ? BinaryPrimitives.ReadDoubleLittleEndian(_buffer.Span[at..]) : whenAbsent;

    public string Text(int field) => Encoding.UTF8.GetString(Items(field, 1));

    public int[] Ints(int field) => Read(field, 4, BinaryPrimitives.ReadInt32LittleEndian);

    public float[] Singles(int field) => Read(field, 4, BinaryPrimitives.ReadSingleLittleEndian);

    public double[] Doubles(int field) => Read(field, 8, BinaryPrimitives.ReadDoubleLittleEndian);

    /// <summary>Number of items of a list; 0 where it is absent.</summary>
    public int Count(int field) => ListAt(field) is >= 0 and var at ? (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(_buffer.Span[at..]), int.MaxValue) : 0;

    /// <summary>The table in a field.</summary>
    public FlatTable Table(int field) => Target(field) is >= 0 and var at
        ? new FlatTable(_source, at)
        : throw new ImportException(string.Empty, "the model of CatBoost lacks a part", "Copy the file again");

    /// <summary>The tables of a list.</summary>
    public FlatTable[] Tables(int field)
    {
        ReadOnlySpan<byte> items = Items(field, 4);
        var tables = new FlatTable[items.Length / 4];
        int start = tables.Length == 0 ? 0 : ListAt(field) + 4;
        for (int i = 0; i < tables.Length; i++)
        {
            tables[i] = new FlatTable(_source, start + (4L * i) + BinaryPrimitives.ReadUInt32LittleEndian(items[(4 * i)..]));
        }

        return tables;
    }

    private T[] Read<T>(int field, int size, Func<ReadOnlySpan<byte>, T> read)
    {
        ReadOnlySpan<byte> items = Items(field, size);
        var values = new T[items.Length / size];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = read(items.Slice(i * size, size));
        }

        return values;
    }

    private ReadOnlySpan<byte> Items(int field, int size)
    {
        int at = ListAt(field);
        if (at < 0)
        {
            return [];
        }

        long length = size * (long)BinaryPrimitives.ReadUInt32LittleEndian(_buffer.Span[at..]);
        int start = Checked(_buffer, at + 4L, length);
        _source.Spend(length);
        return _buffer.Span.Slice(start, (int)length);
    }

    private int ListAt(int field) => Target(field) is >= 0 and var at ? Checked(_buffer, at, 4) : -1;

    // Where the offset in a field leads; -1 where it is absent.
    private long Target(int field) => At(field, 4) is >= 0 and var at ? at + (long)BinaryPrimitives.ReadUInt32LittleEndian(_buffer.Span[at..]) : -1;

    // Where a field stands; -1 where it is absent and has its default.
    private int At(int field, int size)
    {
        int entry = 4 + (2 * field);
        int offset = entry + 2 <= _fieldsSize ? BinaryPrimitives.ReadUInt16LittleEndian(_buffer.Span[(_fields + entry)..]) : 0;
        return offset == 0 ? -1 : Checked(_buffer, (long)_position + offset, size);
    }

    private static int Checked(ReadOnlyMemory<byte> buffer, long position, long size) => position >= 0 && position <= buffer.Length - size
        ? (int)position
        : throw new ImportException(string.Empty, "the model of CatBoost is damaged: it points outside itself", "Copy the file again");

    /// <summary>The file, and how much of it may still be read: tables may share what they point to, but no library shares much.</summary>
    private sealed class Source(ReadOnlyMemory<byte> bytes)
    {
        private long _left = 2L * bytes.Length;

        public ReadOnlyMemory<byte> Bytes { get; } = bytes;

        public void Spend(long size)
        {
            _left -= size;
            if (_left < 0)
            {
                throw new ImportException(string.Empty, "the model of CatBoost is damaged: its tables share what they hold", "Copy the file again");
            }
        }
    }
}
