using Hamf.Models.Formats.Pickle;
using Hamf.Models.Numerics;

namespace Hamf.Models.Formats.Sklearn;

/// <summary>Reads attributes that hold several arrays.</summary>
internal static class ArrayLists
{
    /// <summary>Each item as an array of two axes.</summary>
    public static Matrix[] Matrices(StateReader state, string name) => Read(state, name, PyArrayValues.Matrix);

    /// <summary>Each item as numbers in row-major order.</summary>
    public static double[][] Vectors(StateReader state, string name) => Read(state, name, PyArrayValues.Doubles);

    private static T[] Read<T>(StateReader state, string name, Func<PyArray, string, T> read)
    {
        IReadOnlyList<PyValue> items = state.Items(name);
        var result = new T[items.Count];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = items[i] is PyArray array
                ? read(array, $"{state.Path}.{name}[{i}]".TrimStart('.'))
                : throw state.Fault($"{name}[{i}] should be an array, found {items[i].Describe()}");
        }

        return result;
    }
}
