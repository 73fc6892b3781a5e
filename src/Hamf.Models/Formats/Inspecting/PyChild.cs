using System.Globalization;
using Hamf.Models.Formats.Pickle;

namespace Hamf.Models.Formats.Inspecting;

/// <summary>A value directly inside another one.</summary>
/// <param name="Value">The value.</param>
/// <param name="Place">How it is inside.</param>
/// <param name="Index">Its number among others of the place.</param>
/// <param name="Key">Its attribute or key; null otherwise.</param>
internal readonly record struct PyChild(PyValue Value, PyPlace Place, int Index = 0, PyValue? Key = null)
{
    /// <summary>The way from the value around it, to be joined with that one's path.</summary>
    public string Step => Place switch
    {
        PyPlace.Attribute => Key is PyText text ? PickleText.Shown(text.Value) : Key!.Describe(),
        PyPlace.Entry => $"[{Key!.Describe()}]",
        PyPlace.State => "__setstate__",
        PyPlace.Argument => string.Create(CultureInfo.InvariantCulture, $"__new__[{Index}]"),
        _ => string.Create(CultureInfo.InvariantCulture, $"[{Index}]"),
    };

    /// <summary>A path one step further.</summary>
    public static string Join(string path, string step) => path.Length == 0 || step.StartsWith('[') ? path + step : $"{path}.{step}";

    /// <summary>What is directly inside a value, attributes of an object first.</summary>
    public static IEnumerable<PyChild> Of(PyValue value) => value switch
    {
        PyList list => Many(list.Items, PyPlace.Item),
        PyTuple tuple => Many(tuple.Items, PyPlace.Item),
        PySet set => Many(set.Items, PyPlace.Item),
        PyArray { Objects: { } objects } => Many(objects, PyPlace.Item),
        PyDictionary dictionary => Entries(dictionary, PyPlace.Entry),
        PyObject made => State(made).Concat(Many(made.Arguments, PyPlace.Argument)).Concat(Many(made.Items ?? [], PyPlace.Item)),
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

    private static IEnumerable<PyChild> State(PyObject made) => made.State switch
    {
        null => [],
        PyDictionary attributes => Entries(attributes, PyPlace.Attribute),
        var other => [new PyChild(other, PyPlace.State)],
    };

    private static IEnumerable<PyChild> Many(IEnumerable<PyValue> values, PyPlace place) => values.Select((value, index) => new PyChild(value, place, index));

    private static IEnumerable<PyChild> Entries(PyDictionary dictionary, PyPlace place) =>
        dictionary.Items.Select(entry => new PyChild(entry.Value, place, Key: entry.Key));
}
