using System.Runtime.InteropServices;
using Hamf.Models.Formats.Pickle;

namespace Hamf.Models.Tests.Formats.Sklearn;

/// <summary>Changes the state of objects read from pickles.</summary>
internal static class PyState
{
    /// <summary>Values that stand where others belong.</summary>
    public static readonly PyValue[] Wrong =
    [
        PyNone.Value, new PyText("wrong"), new PyInteger(-1), new PyInteger(1_000_000_007), new PyFloat(double.NaN), new PyList([]), Numbers([0], []),
        Numbers([2, 3], [1, 2, 3, 4, 5, 6]),
    ];

    /// <summary>An array of doubles.</summary>
    public static PyArray Numbers(int[] shape, IEnumerable<double> values) =>
        new(new PyArrayType('f', 8, false, []), shape, false, MemoryMarshal.AsBytes<double>(values.ToArray()).ToArray());

    /// <summary>Replaces an attribute.</summary>
    public static void Set(this PyObject model, string attribute, PyValue value) => ((PyDictionary)model.State!).Add(new PyText(attribute), value);

    /// <summary>Overwrites the first double of an array.</summary>
    public static void SetFirst(this PyValue? array, double value)
    {
        Assert.True(MemoryMarshal.TryGetArray(((PyArray)array!).Data, out ArraySegment<byte> bytes));
        BitConverter.TryWriteBytes(bytes.AsSpan(0, 8), value);
    }

    /// <summary>The attributes of an object and of all objects inside.</summary>
    public static List<(PyObject Owner, string Attribute)> Attributes(PyObject root)
    {
        var found = new List<(PyObject, string)>();
        var seen = new HashSet<PyValue>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<PyValue>([root]);
        while (waiting.TryPop(out PyValue? value))
        {
            if (!seen.Add(value))
            {
                continue;
            }

            if (value is PyObject { State: PyDictionary state } owner)
            {
                found.AddRange(state.Items.Select(item => (owner, ((PyText)item.Key).Value)));
            }

            foreach (PyValue inner in Inside(value))
            {
                waiting.Push(inner);
            }
        }

        return found;
    }

    private static IEnumerable<PyValue> Inside(PyValue value) => value switch
    {
        PyObject { State: { } state } => [state],
        PyDictionary dictionary => dictionary.Items.Select(item => item.Value),
        PyList list => list.Items,
        PyTuple tuple => tuple.Items,
        PyArray { Objects: { } objects } => objects,
        _ => [],
    };
}
