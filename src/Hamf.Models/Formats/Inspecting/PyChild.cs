using System.Globalization;
using Hamf.Models.Formats.Pickle;

namespace Hamf.Models.Formats.Inspecting;

/// <summary>A value directly inside another one.</summary>
/// <param name="Value">The value.</param>
/// <param name="Key">Its attribute or key; null when it has an index.</param>
/// <param name="Index">Its place among others; -1 for an attribute, -2 for an entry of a dictionary.</param>
internal readonly record struct PyChild(PyValue Value, string? Key, int Index)
{
    private const int Attribute = -1;
    private const int Entry = -2;

    /// <summary>The path of the value inside one with a path.</summary>
    public string Step => Index switch
    {
        Attribute => Key!,
        Entry => $"['{Key}']",
        _ => string.Create(CultureInfo.InvariantCulture, $"[{Index}]"),
    };

    /// <summary>A path one step further.</summary>
    public static string Join(string path, string step) => path.Length == 0 || step.StartsWith('[') ? path + step : $"{path}.{step}";

    /// <summary>What is directly inside a value, attributes of an object first.</summary>
    public static IEnumerable<PyChild> Of(PyValue value) => value switch
    {
        PyList list => Items(list.Items),
        PyTuple tuple => Items(tuple.Items),
        PySet set => Items(set.Items),
        PyArray { Objects: { } objects } => Items(objects),
        PyDictionary dictionary => Entries(dictionary, Entry),
        PyObject made => Parts(made),
        _ => [],
    };

    /// <summary>How many there are.</summary>
    public static int Count(PyValue value) => value switch
    {
        PyList list => list.Items.Count,
        PyTuple tuple => tuple.Items.Length,
        PySet set => set.Items.Count,
        PyArray { Objects: { } objects } => objects.Length,
        PyDictionary dictionary => dictionary.Items.Count,
        PyObject made => made.Arguments.Length + (made.Items?.Count ?? 0) + (made.State is PyDictionary state ? state.Items.Count : made.State is null ? 0 : 1),
        _ => 0,
    };

    private static IEnumerable<PyChild> Items(IEnumerable<PyValue> items) => items.Select((item, index) => new PyChild(item, null, index));

    private static IEnumerable<PyChild> Entries(PyDictionary dictionary, int kind) =>
        dictionary.Items.Select(entry => new PyChild(
            entry.Value, entry.Key is PyText text ? PickleText.Shown(text.Value) : entry.Key.Describe(), kind));

    private static IEnumerable<PyChild> Parts(PyObject made)
    {
        IEnumerable<PyChild> state = made.State switch
        {
            null => [],
            PyDictionary attributes => Entries(attributes, Attribute),
            var other => [new PyChild(other, "__setstate__", Attribute)],
        };
        return state
            .Concat(made.Arguments.Select((argument, i) => new PyChild(argument, string.Create(CultureInfo.InvariantCulture, $"__new__[{i}]"), Attribute)))
            .Concat(Items(made.Items ?? []));
    }
}
