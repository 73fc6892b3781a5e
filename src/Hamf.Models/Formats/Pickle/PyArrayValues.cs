using System.Buffers.Binary;
using Hamf.Models.Numerics;

namespace Hamf.Models.Formats.Pickle;

/// <summary>Reads the elements of arrays, in row-major order whatever the file's order is.</summary>
internal static class PyArrayValues
{
    /// <summary>The elements as doubles; booleans become 0 and 1.</summary>
    public static double[] Doubles(PyArray array, string path)
    {
        if (array.Type.Kind is not ('f' or 'i' or 'u' or 'b'))
        {
            throw new ImportException(path, $"numbers were expected, found {array.Describe()}");
        }

        var values = new double[array.Length];
        ReadOnlySpan<byte> data = array.Data.Span;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Number(data.Slice(i * array.Type.ItemSize, array.Type.ItemSize), array.Type);
        }

        return array.IsColumnMajor && array.Shape.Length == 2 ? Transpose(values, array.Shape[0], array.Shape[1]) : values;
    }

    /// <summary>An array of two axes; one of one axis is a single row.</summary>
    public static Matrix Matrix(PyArray array, string path) => array.Shape switch
    {
        [int columns] => new Matrix(Doubles(array, path), 1, columns),
        [int rows, int columns] => new Matrix(Doubles(array, path), rows, columns),
        _ => throw new ImportException(path, $"a matrix was expected, found {array.Describe()}"),
    };

    /// <summary>The elements of an array of text, bytes or objects.</summary>
    public static string[] Texts(PyArray array, string path)
    {
        if (array.Objects is { } objects)
        {
            return [.. objects.Select(item => item is PyText text ? text.Value : throw new ImportException(path, $"texts were expected, found {item.Describe()}"))];
        }

        if (array.Type.Kind is not ('U' or 'S'))
        {
            throw new ImportException(path, $"texts were expected, found {array.Describe()}");
        }

        var texts = new string[array.Length];
        System.Text.Encoding encoding = array.Type.Kind == 'S' ? System.Text.Encoding.Latin1 : System.Text.Encoding.UTF32;
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = encoding.GetString(array.Data.Span.Slice(i * array.Type.ItemSize, array.Type.ItemSize)).TrimEnd('\0');
        }

        return texts;
    }

    private static double[] Transpose(double[] values, int rows, int columns)
    {
        var result = new double[values.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                result[(row * columns) + column] = values[(column * rows) + row];
            }
        }

        return result;
    }

    private static double Number(ReadOnlySpan<byte> bytes, PyArrayType type) => (type.Kind, type.ItemSize, type.IsBigEndian) switch
    {
        ('f', 8, false) => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        ('f', 4, false) => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        ('i', 8, false) => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        ('i', 4, false) => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        ('b' or 'u', 1, _) => bytes[0],
        ('i', 1, _) => (sbyte)bytes[0],
        _ => throw new ImportException(string.Empty, $"numbers of type {type.Code} are not supported"),
    };
}
