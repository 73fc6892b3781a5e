using System.Buffers.Binary;
using Hamf.Models.Graph.Onnx;

namespace Hamf.Models.Formats.Onnx;

/// <summary>Reads a constant. Its shape must agree with the data that follow before anything is made of it.</summary>
internal static class TensorReader
{
    // The largest whole number stands for "up to the end" in slices.
    private const double OpenEnd = 9223372036854775808;

    /// <summary>The tensor and its name.</summary>
    public static (string Name, Tensor Value) Read(WireReader reader)
    {
        var shape = new List<long>();
        var numbers = new List<double>();
        var integers = new List<long>();
        var texts = new List<string>();
        ReadOnlySpan<byte> raw = [];
        (string name, long type, bool hasRaw) = (string.Empty, 0, false);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    reader.Integers(shape);
                    break;
                case 2:
                    type = reader.Integer();
                    break;
                case 4:
                    reader.Singles(numbers);
                    break;
                case 5 or 7:
                    reader.Integers(integers);
                    break;
                case 6:
                    texts.Add(reader.Text());
                    break;
                case 8:
                    name = reader.Text();
                    break;
                case 9:
                    raw = reader.Bytes();
                    hasRaw = true;
                    break;
                case 10:
                    reader.Doubles(numbers);
                    break;
                case 13:
                    throw ExternalData(name);
                case 14 when reader.Integer() != 0:
                    throw ExternalData(name);
                case 14:
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        string where = $"tensor '{name}'";
        ElementType element = TypeOf(type, where);
        double[] values = hasRaw ? Decode(type, raw, where) : integers.Count > 0 ? [.. integers.Select(i => (double)i)] : [.. numbers];
        return (name, Build(element, shape, values, texts, where));
    }

    /// <summary>The element type of that number.</summary>
    public static ElementType TypeOf(long number, string where) => number switch
    {
        2 or 3 or 4 or 5 or 12 => ElementType.Int32,
        13 => ElementType.Int64,
        _ when number is > 0 and < 100 && Enum.IsDefined((ElementType)number) => (ElementType)number,
        _ => throw new ImportException(where, $"elements of ONNX type {number} are not supported", "Export the model with float, double, int64, bool or string tensors"),
    };

    private static Tensor Build(ElementType element, List<long> shape, double[] values, List<string> texts, string where)
    {
        if (shape.Count > Tensor.MaxRank || shape.Exists(length => length is < 0 or > int.MaxValue))
        {
            throw new ImportException(where, $"the shape of {shape.Count} axes is impossible or beyond {Tensor.MaxRank} axes");
        }

        int[] lengths = [.. shape.Select(length => (int)length)];
        int found = element == ElementType.Text ? texts.Count : values.Length;
        if (Tensor.CountOf(lengths) != found)
        {
            throw new ImportException(where, $"the shape [{string.Join(", ", lengths)}] does not fit the {found} values that are stored", "Take the file from its source again");
        }

        if (element == ElementType.Text)
        {
            return new Tensor(lengths, [.. texts]);
        }

        bool isWhole = element is ElementType.Int32 or ElementType.Int64;
        return isWhole && Array.Exists(values, value => Math.Abs(value) > Tensor.MaxInteger && Math.Abs(value) != OpenEnd)
            ? throw new ImportException(where, "a whole number is beyond 2^53, which is not supported")
            : new Tensor(element, lengths, values);
    }

    private static double[] Decode(long type, ReadOnlySpan<byte> raw, string where)
    {
        int size = type switch
        {
            2 or 3 or 9 => 1,
            4 or 5 => 2,
            7 or 11 or 13 => 8,
            8 => throw new ImportException(where, "texts cannot stand in raw form"),
            _ => 4,
        };
        if (raw.Length % size != 0)
        {
            throw new ImportException(where, $"{raw.Length} bytes are no whole number of elements of {size} bytes", "Take the file from its source again");
        }

        var values = new double[raw.Length / size];
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> at = raw.Slice(i * size, size);
            values[i] = type switch
            {
                1 => BinaryPrimitives.ReadSingleLittleEndian(at),
                2 or 9 => at[0],
                3 => (sbyte)at[0],
                4 => BinaryPrimitives.ReadUInt16LittleEndian(at),
                5 => BinaryPrimitives.ReadInt16LittleEndian(at),
                6 => BinaryPrimitives.ReadInt32LittleEndian(at),
                11 => BinaryPrimitives.ReadDoubleLittleEndian(at),
                12 => BinaryPrimitives.ReadUInt32LittleEndian(at),
                _ => BinaryPrimitives.ReadInt64LittleEndian(at),
            };
        }

        return values;
    }

    private static ImportException ExternalData(string name) => new(
        $"tensor '{name}'",
        "its data stand in another file, which is not read",
        "Save the model with all its data inside (onnx.save_model(..., save_as_external_data=False))");
}
