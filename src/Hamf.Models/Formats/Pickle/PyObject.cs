namespace Hamf.Models.Formats.Pickle;

/// <summary>
/// An object of a class that the reader keeps as data: what it would have been built from, and its state. Known and unknown classes look the
/// same here; who interprets the object decides.
/// </summary>
internal sealed class PyObject(PyName type, PyValue[] arguments) : PyValue
{
    /// <summary>The class, or the function that would have made the object.</summary>
    public PyName Type { get; } = type;

    /// <summary>What the class or function would have been called with.</summary>
    public PyValue[] Arguments { get; } = arguments;

    /// <summary>What <c>__setstate__</c> would have been given: mostly a dictionary; null before or without.</summary>
    public PyValue? State { get; set; }

    /// <summary>Entries of a subclass of list, set or dictionary (key, value, key, value); null without.</summary>
    public List<PyValue>? Items { get; set; }

    /// <summary>An attribute of the state, or null.</summary>
    public PyValue? this[string attribute] => (State as PyDictionary)?[attribute];

    /// <inheritdoc/>
    public override string Describe() => Type.FullName;
}
