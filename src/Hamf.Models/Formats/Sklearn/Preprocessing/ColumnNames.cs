using Hamf.Models.Formats.Pickle;

namespace Hamf.Models.Formats.Sklearn.Preprocessing;

/// <summary>The input columns of a ColumnTransformer, and what its selections mean.</summary>
internal sealed class ColumnNames
{
    private readonly StateReader _state;
    private readonly string[] _names;

    private ColumnNames(StateReader state, string[] names, int width) => (_state, _names, Width) = (state, names, width);

    /// <summary>Number of input columns.</summary>
    public int Width { get; }

    /// <summary>The names of the input columns; empty when the file has none.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The columns that a ColumnTransformer was trained on; before 0.21 only those that it mentions by name are known.</summary>
    public static ColumnNames Of(StateReader state)
    {
        string[] names =
            state.Has("feature_names_in_") ? state.Labels("feature_names_in_")
            : state.Has("_feature_names_in") ? state.Labels("_feature_names_in")
            : state.Find("_df_columns") is { } index ? PyLabels.Read(DataOf(state, index), state.Path)
            : [];
        int? width = names.Length > 0 ? names.Length : state.Has("_n_features") ? state.Int("_n_features") : state.FindWidth();
        names = names.Length == 0 ? Mentioned(state) : names;
        return new ColumnNames(state, names, width ?? (names.Length > 0 ? names.Length : Reach(state)));
    }

    /// <summary>The positions that a selection means: names, positions, a mask, or a slice of positions or names (with its end).</summary>
    /// <param name="selected">The selection.</param>
    /// <param name="name">The name of the transformer, for messages.</param>
    public int[] Resolve(PyValue selected, string name) => selected switch
    {
        PyText or PyInteger => [Position(selected, name)],
        PyObject { Type.Name: "slice", Arguments: [var start, var stop, var step] } => Slice(start, stop, step, name),
        PyObject { Type.Name: "_RemainderColsList" } list => Resolve(list["data"] ?? PyNone.Value, name),
        PyList list => Each(list.Items, name),
        PyTuple tuple => Each(tuple.Items, name),
        PyArray { Objects: { } objects } => Each(objects, name),
        PyArray { Type.Kind: 'b' } mask => Marked([.. PyArrayValues.Doubles(mask, _state.Path).Select(value => value != 0)]),
        PyArray { Type.Kind: 'U' } texts => Each([.. PyArrayValues.Texts(texts, _state.Path).Select(text => new PyText(text))], name),
        PyArray array => Each([.. PyArrayValues.Doubles(array, _state.Path).Select(value => new PyInteger((int)value))], name),
        PyObject index when index.Arguments is [_, PyDictionary { } data, ..] && data["data"] is PyArray inner => Resolve(inner, name),
        _ => Stored(name) ?? throw _state.Fault($"the columns of '{name}' are {selected.Describe()}, which cannot be imported", "Name the columns in a list"),
    };

    private static PyValue DataOf(StateReader state, PyValue index) => index switch
    {
        PyObject { Arguments: [_, PyDictionary data, ..] } when data["data"] is { } names => names,
        PyArray or PyList => index,
        _ => throw state.Fault($"_df_columns should hold names, found {index.Describe()}"),
    };

    private static string[] Mentioned(StateReader state)
    {
        var names = new List<string>();
        foreach (PyValue item in state.Items("transformers_"))
        {
            PyValue? columns = item is PyTuple { Items: [_, _, var selected] } ? selected : null;
            IEnumerable<PyValue> items = columns switch
            {
                PyText => [columns],
                PyList list => list.Items,
                _ => [],
            };
            names.AddRange(items.OfType<PyText>().Select(text => text.Value).Where(name => !names.Contains(name)));
        }

        return [.. names];
    }

    // The last position that is mentioned, when nothing else says how many columns there are.
    private static int Reach(StateReader state)
    {
        int most = 0;
        foreach (PyValue item in state.Items("transformers_"))
        {
            if (item is PyTuple { Items: [_, _, PyList list] })
            {
                most = list.Items.OfType<PyInteger>().Where(i => i.Value >= 0 && i.Value < int.MaxValue).Select(i => (int)i.Value + 1).Append(most).Max();
            }
        }

        return most > 0 ? most : throw state.Fault("the number of columns is not in the file");
    }

    private int[] Each(IReadOnlyList<PyValue> items, string name) => items.Count > 0 && items.All(item => item is PyBoolean)
        ? Marked([.. items.Cast<PyBoolean>().Select(flag => flag.Value)])
        : [.. items.Select(item => Position(item, name))];

    private static int[] Marked(bool[] mask) => [.. Enumerable.Range(0, mask.Length).Where(i => mask[i])];

    private int Position(PyValue item, string name)
    {
        int position = item switch
        {
            PyText text => Array.IndexOf(_names, text.Value),
            PyInteger { Value: var value } when value >= -Width && value < Width => (int)value + (value < 0 ? Width : 0),
            _ => -1,
        };
        return position >= 0 && position < Width
            ? position
            : throw _state.Fault($"'{name}' takes column {item.Describe()}, which is not among the {Width} input columns");
    }

    private int[] Slice(PyValue start, PyValue stop, PyValue step, string name)
    {
        int first = start is PyNone ? 0 : Position(start, name);
        int end = stop switch
        {
            PyNone => Width,
            PyInteger { Value: var value } when value >= 0 => (int)System.Numerics.BigInteger.Min(value, Width),
            PyInteger { Value: var value } when value >= -Width => Width + (int)value,
            _ => Position(stop, name) + 1,
        };
        return step is PyNone or PyInteger { Value.IsOne: true }
            ? [.. Enumerable.Range(first, Math.Max(end - first, 0))]
            : throw _state.Fault($"the columns of '{name}' are a slice with a step, which cannot be imported", "Name the columns in a list");
    }

    // From 1.0 on the file also has the positions that a callable chose.
    private int[]? Stored(string name) =>
        _state.Find("_transformer_to_input_indices") is PyDictionary positions && positions[name] is PyList list ? Each(list.Items, name) : null;
}
