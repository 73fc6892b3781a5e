using System.Globalization;
using System.Text;
using Hamf.Models.Formats.Pickle;

namespace Hamf.Models.Tests.Formats.Pickle;

/// <summary>
/// Writes a value in full, down to the bits of its numbers, in the notation that the script of the fixtures also writes. A value inside itself
/// is a ring.
/// </summary>
internal static class PyNotation
{
    public static string Of(PyValue value) => Of(value, []);

    private static string Of(PyValue value, List<PyValue> around)
    {
        if (around.Contains(value))
        {
            return "<ring>";
        }

        List<PyValue> deeper = [.. around, value];
        return value switch
        {
            PyNone or PyBoolean => value.Describe(),
            PyInteger number => number.Value.ToString(CultureInfo.InvariantCulture),
            PyFloat number => $"f{BitConverter.DoubleToUInt64Bits(number.Value):x16}",
            PyText text => $"'{Quoted(text.Value)}'",
            PyBytes bytes => $"b{Convert.ToHexStringLower(bytes.Value.Span)}",
            PyName name => $"name {name.FullName}",
            PyDataType type => $"dtype {type.Type.Code}",
            PyList list => $"[{Many(list.Items, deeper)}]",
            PyTuple tuple => $"({Many(tuple.Items, deeper)})",
            PySet set => $"set({Many(set.Items, deeper)})",
            PyDictionary dictionary => $"{{{string.Join(", ", dictionary.Items.Select(e => $"{Of(e.Key, deeper)}: {Of(e.Value, deeper)}"))}}}",
            PyArray array => $"array {array.Type.Code} [{string.Join(" x ", array.Shape)}] ({Elements(array, deeper)})",
            PyObject made => Object(made, deeper),
            _ => throw new InvalidOperationException(value.Describe()),
        };
    }

    private static string Object(PyObject made, List<PyValue> around)
    {
        // A dictionary or list among the arguments of protocol 0 is there once more as items.
        PyValue[] arguments = made.Items is null ? made.Arguments : [];
        string items = made.Items is null ? string.Empty : $" {{{Many(made.Items, around)}}}";
        string state = made.State is null ? string.Empty : $" {Of(made.State, around)}";
        return $"{made.Type.FullName}({Many(arguments, around)}){items}{state}";
    }

    private static string Elements(PyArray array, List<PyValue> around) => array.Objects is { } objects
        ? Many(objects, around)
        : array.Type.Fields.Count == 0
            ? string.Join(", ", Enumerable.Range(0, (int)array.Length).Select(i => Element(array, array.Type, i, 0)))
            : string.Join("; ", array.Type.Fields.Select(field =>
                $"{field.Name}: {string.Join(", ", Enumerable.Range(0, (int)array.Length).Select(i => Element(array, field.Type, i, field.Offset)))}"));

    private static string Element(PyArray array, PyArrayType type, int index, int offset) =>
        Of(ArrayElement.Value(type, array.Data.Span.Slice((Place(array, index) * array.Type.ItemSize) + offset, type.ItemSize))!, []);

    /// <summary>Where the element stands that comes at an index row by row.</summary>
    private static int Place(PyArray array, int index)
    {
        if (!array.IsColumnMajor)
        {
            return index;
        }

        int place = 0;
        int stride = (int)array.Length;
        for (int axis = array.Shape.Length - 1; axis >= 0; axis--)
        {
            stride /= array.Shape[axis];
            place += index % array.Shape[axis] * stride;
            index /= array.Shape[axis];
        }

        return place;
    }

    private static string Many(IEnumerable<PyValue> values, List<PyValue> around) => string.Join(", ", values.Select(v => Of(v, around)));

    private static string Quoted(string text)
    {
        StringBuilder quoted = new();
        foreach (char c in text)
        {
            _ = c is >= ' ' and <= '~' and not ('\'' or '\\') ? quoted.Append(c) : quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }

        return quoted.ToString();
    }
}
