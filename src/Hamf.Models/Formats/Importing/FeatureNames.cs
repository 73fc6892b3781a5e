using Hamf.Models.Formats.Boosting;
using Hamf.Models.Formats.Pickle;
using Hamf.Models.Formats.Sklearn;

namespace Hamf.Models.Formats.Importing;

/// <summary>Finds the names that a pickled model was fitted with: its own, else those of the first object inside that reads the same rows.</summary>
internal static class FeatureNames
{
    private const int DepthMax = 32;

    // Where a model that holds others keeps one that was fitted on the same columns.
    private static readonly string[] Inner =
    [
        "best_estimator_", "estimator_", "estimators_", "calibrated_classifiers_", "base_estimator", "estimator", "transformer_list",
    ];

    // scikit-learn 1.0 and later; 0.24; 0.23.
    private static readonly string[] Own = ["feature_names_in_", "_feature_names_in", "_df_columns"];

    /// <summary>The names, or null when there are none.</summary>
    public static string[]? Of(PyObject source)
    {
        PyObject? next = source;
        for (int depth = 0; next is not null && depth < DepthMax; depth++)
        {
            foreach (string attribute in Own)
            {
                if (Texts(next[attribute]) is { Length: > 0 } names)
                {
                    return names;
                }
            }

            if (Given(BoosterFile.FeatureNames(new StateReader(next, string.Empty))) is { } inside)
            {
                return inside;
            }

            next = First(next);
        }

        return null;
    }

    /// <summary>Names that somebody gave; null for those that a library counts up itself (<c>Column_0</c>, <c>f0</c>, <c>0</c>).</summary>
    public static string[]? Given(IReadOnlyList<string>? names) =>
        names is null || names.Select((name, i) => name == $"Column_{i}" || name == $"f{i}" || name == $"{i}").All(isCounted => isCounted) ? null : [.. names];

    private static PyObject? First(PyObject source)
    {
        if (source["steps"] is PyList steps)
        {
            return steps.Items.Select(Named).FirstOrDefault(step => step is not null);
        }

        foreach (string attribute in Inner)
        {
            PyObject? found = source[attribute] switch
            {
                PyObject inner => inner,
                PyList { Items: [var first, ..] } => Named(first),
                _ => null,
            };
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    private static PyObject? Named(PyValue value) => value switch
    {
        PyObject found => found,
        PyTuple { Items: [PyText, PyObject found, ..] } => found,
        _ => null,
    };

    private static string[]? Texts(PyValue? value) => value switch
    {
        PyArray { Objects: { } objects } when Array.TrueForAll(objects, item => item is PyText) => [.. objects.Cast<PyText>().Select(t => t.Value)],
        PyArray { Type.Kind: 'U', Shape.Length: 1 } array => PyArrayValues.Texts(array, string.Empty),
        PyList list when list.Items.TrueForAll(item => item is PyText) => [.. list.Items.Cast<PyText>().Select(t => t.Value)],
        PyObject { Type.FullName: "pandas.core.indexes.base._new_Index", Arguments: [_, PyDictionary attributes] } => Texts(attributes["data"]),
        _ => null,
    };
}
