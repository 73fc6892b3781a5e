using System.Globalization;
using System.Numerics;
using System.Text;

namespace Hamf.Models.Formats.Pickle;

/// <summary>Makes arrays and scalars of what NumPy pickles them as. A shape is compared with the bytes at hand before anything is made of it.</summary>
internal static class ArrayReader
{
    private const int DimensionsMax = 64;
    private const int ObjectSize = 160;
    private const int NumberSize = 32;
    private const string Advice = "The file is damaged or was not written by NumPy";

    private static readonly PyArrayType Unknown = new('V', 0, IsBigEndian: false, []);

    /// <summary>An array that nothing is known of yet.</summary>
    public static PyArray Empty(MemoryBudget budget)
    {
        budget.Charge(ObjectSize);
        return new PyArray(Unknown, [0], isColumnMajor: false, default);
    }

    /// <summary>Completes an array by its pickled state: version, shape, type, order, data.</summary>
    public static void Fill(PyArray array, PyValue state, PickleInput input, MemoryBudget budget)
    {
        if (!ReferenceEquals(array.Type, Unknown))
        {
            throw input.Fault("it builds the same array twice", Advice);
        }

        PyValue[] items = (state as PyTuple)?.Items ?? [];
        if (items is [PyInteger, _, _, _, _])
        {
            items = items[1..];
        }

        if (items is not [PyTuple shape, PyDataType type, var order, var data])
        {
            throw input.Fault($"an array has {state.Describe()} as its state", Advice);
        }

        // The shape, the state without its version, and the array that this one becomes.
        budget.Charge(ObjectSize + (4L * shape.Items.Length));
        array.Become(data is PyList list
            ? OfObjects(type.Type, Shape(shape, input), list, input, budget)
            : OfBytes(type.Type, Shape(shape, input), IsTrue(order), BytesOf(data, input, budget), input));
    }

    /// <summary>An array of bytes that must be exactly as many as type and shape ask for.</summary>
    public static PyArray OfBytes(PyArrayType type, int[] shape, bool isColumnMajor, ReadOnlyMemory<byte> data, PickleInput input)
    {
        if (DataTypeReader.HasObjects(type))
        {
            throw input.Fault("an array of objects has bytes for its elements", Advice);
        }

        long size = DataSize(type, shape, input);
        return size == data.Length
            ? new PyArray(type, shape, isColumnMajor && shape.Length > 1, data)
            : throw input.Fault(string.Create(
                CultureInfo.InvariantCulture, $"an array of {type.Code} [{string.Join(" x ", shape)}] has {data.Length:N0} bytes instead of {size:N0}"));
    }

    /// <summary>Bytes of all elements.</summary>
    public static long DataSize(PyArrayType type, int[] shape, PickleInput input)
    {
        long count = Count(shape, input);
        return type.ItemSize == 0 && count > 0
            ? throw input.Fault("an array has elements of no size", Advice)
            : count > int.MaxValue / Math.Max(type.ItemSize, 1)
                ? throw input.Fault($"an array of {type.Code} [{string.Join(" x ", shape)}] is larger than 2 GB", "Arrays of this size are not supported")
                : count * type.ItemSize;
    }

    /// <summary>A shape as a tuple of whole numbers, none of them negative.</summary>
    public static int[] Shape(PyTuple tuple, PickleInput input)
    {
        if (tuple.Items.Length > DimensionsMax)
        {
            throw input.Fault($"an array has {tuple.Items.Length} axes", Advice);
        }

        return Array.ConvertAll(tuple.Items, item => item is PyInteger length && length.Value >= 0 && length.Value <= int.MaxValue
            ? (int)length.Value
            : throw input.Fault($"an axis of an array has the length {item.Describe()}", Advice));
    }

    /// <summary>A number or text as NumPy pickles a single one.</summary>
    public static PyValue Scalar(PyArrayType type, PyValue data, PickleInput input, MemoryBudget budget)
    {
        if (type.Kind == 'O')
        {
            return data;
        }

        ReadOnlyMemory<byte> bytes = BytesOf(data, input, budget);
        bool isPlain = type.Fields.Count == 0 && type.ItemSize > 0 && bytes.Length == type.ItemSize;
        budget.Charge(isPlain && type.Kind is 'i' or 'u' or 'f' or 'b' ? NumberSize : ObjectSize + (4L * bytes.Length));
        return (isPlain ? ArrayElement.Value(type, bytes.Span) : null) ?? OfBytes(type, [], isColumnMajor: false, bytes, input);
    }

    /// <summary>Bytes of a value; Python 2 wrote them as a text, one character for each.</summary>
    public static ReadOnlyMemory<byte> BytesOf(PyValue value, PickleInput input, MemoryBudget budget)
    {
        switch (value)
        {
            case PyBytes bytes:
                return bytes.Value;
            case PyText text when !text.Value.AsSpan().ContainsAnyExceptInRange('\0', '\xFF'):
                budget.Charge(text.Value.Length);
                return Encoding.Latin1.GetBytes(text.Value);
            default:
                throw input.Fault($"it has {value.Describe()} in the place of bytes", Advice);
        }
    }

    private static PyArray OfObjects(PyArrayType type, int[] shape, PyList list, PickleInput input, MemoryBudget budget)
    {
        long count = Count(shape, input);
        if (!DataTypeReader.HasObjects(type) || list.Items.Count != count)
        {
            throw input.Fault(string.Create(CultureInfo.InvariantCulture, $"an array of {type.Code} has {list.Items.Count:N0} objects instead of {count:N0}"));
        }

        // Objects are written row by row whatever the order in memory was.
        budget.Charge(PickleStack.ArraySize(count));
        return new PyArray(type, shape, isColumnMajor: false, default, [.. list.Items]);
    }

    private static long Count(int[] shape, PickleInput input)
    {
        if (shape.Contains(0))
        {
            return 0;
        }

        long count = 1;
        foreach (int length in shape)
        {
            count *= length;
            if (count > int.MaxValue)
            {
                throw input.Fault($"an array has the shape [{string.Join(" x ", shape)}]", Advice);
            }
        }

        return count;
    }

    private static bool IsTrue(PyValue value) => value is PyBoolean { Value: true } || (value is PyInteger number && number.Value != BigInteger.Zero);
}
