namespace Hamf.Models.Formats.Pickle;

/// <summary>A list.</summary>
internal sealed class PyList(List<PyValue> items) : PyValue
{
    public List<PyValue> Items { get; } = items;

    /// <inheritdoc/>
    public override string Describe() => $"a list of {Items.Count}";
}

/// <summary>A tuple.</summary>
internal sealed class PyTuple(PyValue[] items) : PyValue
{
    public PyValue[] Items { get; } = items;

    /// <inheritdoc/>
    public override string Describe() => $"a tuple of {Items.Length}";
}

/// <summary>A set or a frozen set, in the order of the file.</summary>
internal sealed class PySet(List<PyValue> items) : PyValue
{
    public List<PyValue> Items { get; } = items;

    /// <inheritdoc/>
    public override string Describe() => $"a set of {Items.Count}";
}

/// <summary>A dictionary, in the order of the file; of equal text keys the last one counts.</summary>
internal sealed class PyDictionary : PyValue
{
    private Dictionary<string, PyValue>? _byText;

    /// <summary>All entries as they came.</summary>
    public List<KeyValuePair<PyValue, PyValue>> Items { get; } = [];

    /// <summary>The value of a text key, or null.</summary>
    public PyValue? this[string key] => (_byText ??= ByText()).GetValueOrDefault(key);

    /// <summary>Adds an entry.</summary>
    public void Add(PyValue key, PyValue value)
    {
        Items.Add(KeyValuePair.Create(key, value));
        if (_byText is { } byText && key is PyText text)
        {
            byText[text.Value] = value;
        }
    }

    /// <inheritdoc/>
    public override string Describe() => $"a dictionary of {Items.Count}";

    /// <summary>Made at the first question, because vocabularies are large and are never asked for a single word.</summary>
    private Dictionary<string, PyValue> ByText()
    {
        Dictionary<string, PyValue> byText = new(StringComparer.Ordinal);
        foreach ((PyValue key, PyValue value) in Items)
        {
            if (key is PyText text)
            {
                byText[text.Value] = value;
            }
        }

        return byText;
    }
}
