using System.Globalization;
using Hamf.Models.Formats.Pickle;

namespace Hamf.Models.Formats.Sklearn;

/// <summary>Class labels and categories as Python's <c>str</c> prints them.</summary>
internal static class PyLabels
{
    /// <summary>The labels in an array or a list.</summary>
    public static string[] Read(PyValue value, string path) => value switch
    {
        PyArray { Objects: { } items } => [.. items.Select(item => Print(item, path))],
        PyArray { Type.Kind: 'U' or 'S' } array => PyArrayValues.Texts(array, path),
        PyArray { Type.Kind: 'b' } array => Array.ConvertAll(PyArrayValues.Doubles(array, path), v => v != 0 ? "True" : "False"),
        PyArray { Type.Kind: 'f' } array => Array.ConvertAll(PyArrayValues.Doubles(array, path), Print),
        PyArray array => Array.ConvertAll(PyArrayValues.Doubles(array, path), v => v.ToString("F0", CultureInfo.InvariantCulture)),
        PyList list => [.. list.Items.Select(item => Print(item, path))],
        PyTuple tuple => [.. tuple.Items.Select(item => Print(item, path))],
        _ => throw new ImportException(path, $"labels were expected, found {value.Describe()}"),
    };

    /// <summary>One label.</summary>
    public static string Print(PyValue value, string path) => value switch
    {
        PyText text => text.Value,
        PyInteger number => number.Value.ToString(CultureInfo.InvariantCulture),
        PyFloat number => Print(number.Value),
        PyBoolean flag => flag.Value ? "True" : "False",
        PyNone => "None",
        _ => throw new ImportException(path, $"a label should be a text or a number, found {value.Describe()}"),
    };

    private static string Print(double value) =>
        double.IsNaN(value) ? "nan"
        : value == Math.Truncate(value) && Math.Abs(value) < 1e16 ? value.ToString("F1", CultureInfo.InvariantCulture)
        : value.ToString("R", CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal);
}
