using System.Numerics;
using Hamf.Models.Formats.Pickle;
using Hamf.Models.Formats.Sklearn;

namespace Hamf.Models.Formats.Importing;

/// <summary>Tells what the values of a file are to a model: parts of it, names, a threshold, or nothing.</summary>
internal sealed class ValueSorter(ImportReport report)
{
    // A dictionary of the parts of a model has a handful of entries; one with more is a table of something else.
    private const int EntriesMax = 200;
    private const int DepthMax = 4;

    private readonly List<ImportItem> _items = [];

    /// <summary>What was found so far, in the order of the files.</summary>
    public IReadOnlyList<ImportItem> Items => _items;

    /// <summary>Adds what a file of another format holds.</summary>
    public void Add(ImportItem item) => _items.Add(item);

    /// <summary>Sorts a value and what stands in it.</summary>
    /// <param name="value">The value.</param>
    /// <param name="place">Where it stands, for messages.</param>
    /// <param name="key">What the user calls it.</param>
    /// <param name="depth">How many lists and dictionaries stand around it.</param>
    public void Sort(PyValue value, string place, string key, int depth = 0)
    {
        switch (value)
        {
            case PyDictionary { Items: { Count: <= EntriesMax } entries } when depth < DepthMax:
                foreach ((PyValue name, PyValue entry) in entries)
                {
                    string text = name is PyText { Value: var known } ? known : name.Describe();
                    Sort(entry, $"{place} ['{text}']", text, depth + 1);
                }

                break;
            case PyList { Items: { Count: > 0 } texts } when texts.TrueForAll(item => item is PyText):
                _items.Add(new TextsItem(place, key, [.. texts.Cast<PyText>().Select(text => text.Value)]));
                break;
            case PyTuple { Items: { Length: > 0 } texts } when Array.TrueForAll(texts, item => item is PyText):
                _items.Add(new TextsItem(place, key, [.. texts.Cast<PyText>().Select(text => text.Value)]));
                break;
            case PyList { Items: { Count: <= EntriesMax } items } when depth < DepthMax:
                SortAll(items, place, depth);
                break;
            case PyTuple { Items: { Length: <= EntriesMax } items } when depth < DepthMax:
                SortAll(items, place, depth);
                break;
            case PyArray array:
                SortArray(array, place, key);
                break;
            case PyObject named when NamesOfIndex(named) is { } names:
                _items.Add(new TextsItem(place, key, names));
                break;
            case PyObject found:
                _items.Add(Read(found, place, key));
                break;
            case PyFloat or PyInteger when TryNumber(value, out double number):
                _items.Add(new NumberItem(place, key, number));
                break;
            default:
                report.Note($"{place}: {value.Describe()}, which no model is joined from");
                break;
        }
    }

    private void SortAll(IReadOnlyList<PyValue> items, string place, int depth)
    {
        for (int i = 0; i < items.Count; i++)
        {
            Sort(items[i], $"{place} [{i}]", $"[{i}]", depth + 1);
        }
    }

    private void SortArray(PyArray array, string place, string key)
    {
        if (array.Shape.Length == 1 && array.Type.Kind is 'U' or 'O' && TextsOf(array, place) is { } texts)
        {
            _items.Add(new TextsItem(place, key, texts));
        }
        else if (array is { Length: 1, Objects: null, Type.Kind: 'f' or 'i' })
        {
            _items.Add(new NumberItem(place, key, PyArrayValues.Doubles(array, place)[0]));
        }
        else
        {
            report.Note($"{place}: {array.Describe()}, which no model is joined from");
        }
    }

    private static ImportItem Read(PyObject found, string place, string key)
    {
        var state = new StateReader(found, place);
        try
        {
            return ModuleNames.Today(found.Type) == "sklearn.preprocessing._label.LabelEncoder"
                ? new LabelsItem(place, key, state.Labels("classes_"))
                : new PartItem(place, key, found.Type.Name, ClassCatalog.Read(state), FeatureNames.Of(found), found);
        }
        catch (ImportException e)
        {
            return new ForeignItem(place, key, found.Type.FullName, e);
        }
    }

    private static bool TryNumber(PyValue value, out double number)
    {
        number = value switch
        {
            PyFloat { Value: var real } => real,
            PyInteger { Value: var whole } when BigInteger.Abs(whole) <= int.MaxValue => (double)whole,
            _ => double.NaN,
        };
        return double.IsFinite(number);
    }

    // pandas saves the columns of a table as an Index, which is built from its array.
    private static string[]? NamesOfIndex(PyObject found) =>
        found.Type.FullName == "pandas.core.indexes.base._new_Index"
        && found.Arguments is [_, PyDictionary attributes] && attributes["data"] is PyArray { Shape.Length: 1 } data
            ? TextsOf(data, string.Empty)
            : null;

    private static string[]? TextsOf(PyArray array, string place) =>
        array.Objects is { } objects && !Array.TrueForAll(objects, item => item is PyText) ? null : PyArrayValues.Texts(array, place);
}
