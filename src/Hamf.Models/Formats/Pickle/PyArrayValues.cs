using System.Runtime.InteropServices;
using System.Text;
using Hamf.Models.Numerics;

namespace Hamf.Models.Formats.Pickle;

/// <summary>Reads the elements of arrays, in row-major order whatever the file's order is.</summary>
internal static class PyArrayValues
{
    /// <summary>The elements as doubles, of any numeric type; booleans become 0 and 1.</summary>
    public static double[] Doubles(PyArray array, string path)
    {
        PyArrayType type = array.Type;
        if (array.Objects is not null || type.Kind is not ('f' or 'i' or 'u' or 'b'))
        {
            throw new ImportException(path, $"numbers were expected, found {array.Describe()}");
        }

        if (type.ItemSize > sizeof(double))
        {
            throw new ImportException(path, $"numbers of type {type.Code} are not supported", "Save the model with numbers of 64 bits or fewer");
        }

        double[] values = new double[array.Length];
        if (type is { Kind: 'f', ItemSize: sizeof(double), IsBigEndian: false } && BitConverter.IsLittleEndian)
        {
            array.Data.Span.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        }
        else
        {
            Convert(array.Data.Span, type, values);
        }

        return array.IsColumnMajor ? RowMajor(values, array.Shape) : values;
    }

    /// <summary>An array of two axes; one of one axis is a single row.</summary>
    public static Matrix Matrix(PyArray array, string path) => array.Shape switch
    {
        [int columns] => new Matrix(Doubles(array, path), 1, columns),
        [int rows, int columns] => new Matrix(Doubles(array, path), rows, columns),
        _ => throw new ImportException(path, $"a matrix was expected, found {array.Describe()}"),
    };

    /// <summary>The elements of an array of text, bytes or objects that are texts.</summary>
    public static string[] Texts(PyArray array, string path)
    {
        if (array.Objects is { } objects)
        {
            return Array.ConvertAll(objects, item => item is PyText text ? text.Value : throw new ImportException(path, $"texts were expected, found {item.Describe()}"));
        }

        PyArrayType type = array.Type;
        if (type.Kind is not ('U' or 'S'))
        {
            throw new ImportException(path, $"texts were expected, found {array.Describe()}");
        }

        string[] texts = new string[array.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            ReadOnlySpan<byte> bytes = array.Data.Span.Slice(i * type.ItemSize, type.ItemSize);
            texts[i] = type.Kind == 'U' ? ArrayElement.Text(type, bytes) : Encoding.Latin1.GetString(bytes.TrimEnd((byte)0));
        }

        return array.IsColumnMajor ? RowMajor(texts, array.Shape) : texts;
    }

    private static void Convert(ReadOnlySpan<byte> data, PyArrayType type, double[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> bytes = data.Slice(i * type.ItemSize, type.ItemSize);
            values[i] = type.Kind switch
            {
                'f' => ArrayElement.Float(type, bytes),
                'i' => ArrayElement.Signed(type, bytes),
                'u' => ArrayElement.Unsigned(type, bytes),
                _ => bytes[0] != 0 ? 1 : 0,
            };
        }
    }

    /// <summary>Elements whose first axis varies fastest, in the order in which the last one does.</summary>
    private static T[] RowMajor<T>(T[] values, int[] shape)
    {
        T[] result = new T[values.Length];
        int[] index = new int[shape.Length];
        int[] strides = new int[shape.Length];
        int stride = 1;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        int place = 0;
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = values[place];
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                place += strides[axis];
                if (++index[axis] < shape[axis])
                {
                    break;
                }

                place -= index[axis] * strides[axis];
                index[axis] = 0;
            }
        }

        return result;
    }
}
