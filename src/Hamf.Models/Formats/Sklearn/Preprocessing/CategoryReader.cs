using Hamf.Models.Formats.Pickle;
using Hamf.Models.Graph.Preprocessing;

namespace Hamf.Models.Formats.Sklearn.Preprocessing;

/// <summary>Reads the categories of the columns of an encoder.</summary>
internal static class CategoryReader
{
    // Stands for a second kind of "missing" (NaN after None); no text has this noncharacter alone.
    private const string SecondMissing = "\uFFFF";

    /// <summary>All columns.</summary>
    public static CategoryIndex[] ReadAll(StateReader state)
    {
        if (state.Flag("_legacy_mode", false))
        {
            throw state.Fault("the encoder works in the old mode of scikit-learn 0.20 (n_values)", "Give categories='auto' and train again");
        }

        IReadOnlyList<PyValue> columns = state.Items("categories_");
        var read = new CategoryIndex[columns.Count];
        for (int i = 0; i < read.Length; i++)
        {
            read[i] = Read(state, columns[i], $"categories_[{i}]");
        }

        return read;
    }

    private static CategoryIndex Read(StateReader state, PyValue value, string place)
    {
        PyValue[] items = value switch
        {
            PyArray { Objects: { } objects } => objects,
            PyArray { Type.Kind: 'U' or 'S' } array => [.. PyArrayValues.Texts(array, state.Path).Select(text => new PyText(text))],
            PyArray array => [.. PyArrayValues.Doubles(array, state.Path).Select(number => new PyFloat(number))],
            PyList list => [.. list.Items],
            _ => throw state.Fault($"{place} should be an array, found {value.Describe()}"),
        };
        int missing = Array.FindIndex(items, IsMissing);
        return Array.Exists(items, item => item is PyText)
            ? new CategoryIndex([.. items.Select(item => IsMissing(item) ? SecondMissing : TextOf(state, item, place))], [], missing)
            : new CategoryIndex([], [.. items.Select(item => NumberOf(state, item, place))], missing);
    }

    private static bool IsMissing(PyValue item) => item is PyNone || (item is PyFloat { Value: var number } && double.IsNaN(number));

    private static string TextOf(StateReader state, PyValue item, string place) => item is PyText text
        ? text.Value
        : throw state.Fault($"{place} mixes texts with {item.Describe()}", "Give this column one kind of value and train again");

    private static double NumberOf(StateReader state, PyValue item, string place) => item switch
    {
        PyNone => double.NaN,
        PyFloat number => number.Value,
        PyInteger number when number.Value.GetBitLength() <= 53 => (double)number.Value,
        PyBoolean flag => flag.Value ? 1 : 0,
        _ => throw state.Fault($"{place} holds {item.Describe()}; a category should be a text or a number"),
    };
}
