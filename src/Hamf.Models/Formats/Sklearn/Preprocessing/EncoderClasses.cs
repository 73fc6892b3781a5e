using Hamf.Models.Formats.Pickle;
using Hamf.Models.Graph.Preprocessing;
using Hamf.Models.Numerics;

namespace Hamf.Models.Formats.Sklearn.Preprocessing;

/// <summary>Encoders of categories.</summary>
internal static class EncoderClasses
{
    public static IEnumerable<KeyValuePair<string, ClassReader>> All =>
    [
        new("sklearn.preprocessing._encoders.OneHotEncoder", OneHotEncoder),
        new("sklearn.preprocessing._encoders.OrdinalEncoder", OrdinalEncoder),
        new("sklearn.preprocessing._target_encoder.TargetEncoder", TargetEncoder),
    ];

    private static OneHot OneHotEncoder(StateReader state)
    {
        CategoryIndex[] columns = CategoryReader.ReadAll(state);
        string unknown = state.Text("handle_unknown", "error");
        if (unknown is not ("error" or "ignore" or "infrequent_if_exist" or "warn"))
        {
            throw state.Fault($"handle_unknown '{unknown}' is not known");
        }

        int?[] dropped = Dropped(state, columns.Length);
        int[]?[] groups = Groups(state, columns);
        var places = new int[columns.Length][];
        for (int i = 0; i < columns.Length; i++)
        {
            int[] targets = groups[i] ?? [.. Enumerable.Range(0, columns[i].Count)];
            int unknownTarget = unknown == "error" ? OneHot.Refused : groups[i] is not null && unknown != "ignore" ? targets.Max() : OneHot.Nowhere;
            places[i] = Places(targets, dropped[i], unknownTarget);
        }

        bool isSparse = state.Flag(state.Source["sparse_output"] is null ? "sparse" : "sparse_output", true);
        return new OneHot(columns, places, isSparse);
    }

    private static int[] Places(int[] targets, int? dropped, int unknownTarget)
    {
        int Place(int target) => dropped is not { } drop || target < drop ? target : target == drop ? OneHot.Nowhere : target - 1;

        int width = targets.Length == 0 ? 0 : targets.Max() + 1;
        return [.. targets.Select(Place), Place(unknownTarget), width - (dropped is null ? 0 : 1)];
    }

    // Before 1.3 drop_idx_ counts after infrequent categories were grouped; from then on another attribute does.
    private static int?[] Dropped(StateReader state, int columns)
    {
        string name = state.Source["_drop_idx_after_grouping"] is null ? "drop_idx_" : "_drop_idx_after_grouping";
        var dropped = new int?[columns];
        if (!state.Has(name))
        {
            return dropped;
        }

        PyValue?[] items = state.Get(name) is PyArray { Objects: { } objects } ? objects : [.. state.Ints(name).Select(i => new PyInteger(i))];
        if (items.Length != columns)
        {
            throw state.Fault($"{name} has {items.Length} entries for {columns} columns");
        }

        return Array.ConvertAll(items, item => item switch
        {
            PyNone => (int?)null,
            PyInteger { Value: var index } when index >= 0 && index <= int.MaxValue => (int)index,
            _ => throw state.Fault($"{name} holds {item?.Describe()}, not a position"),
        });
    }

    // For each category its group, where infrequent ones were put together.
    private static int[]?[] Groups(StateReader state, CategoryIndex[] columns)
    {
        var groups = new int[]?[columns.Length];
        if (!state.Flag("_infrequent_enabled", false))
        {
            return groups;
        }

        IReadOnlyList<PyValue> mappings = state.Items("_default_to_infrequent_mappings");
        for (int i = 0; i < columns.Length && i < mappings.Count; i++)
        {
            if (mappings[i] is PyArray mapping)
            {
                groups[i] = Array.ConvertAll(PyArrayValues.Doubles(mapping, state.Path), value => (int)value);
                if (groups[i]!.Length != columns[i].Count)
                {
                    throw state.Fault($"column {i} has {columns[i].Count} categories, but {groups[i]!.Length} groups");
                }
            }
        }

        return groups;
    }

    private static CategoryNumbers OrdinalEncoder(StateReader state)
    {
        CategoryIndex[] columns = CategoryReader.ReadAll(state);
        int[]?[] groups = Groups(state, columns);
        bool refuses = state.Text("handle_unknown", "error") == "error";
        double unknown = refuses ? double.NaN : state.Double("unknown_value", double.NaN);
        double missing = state.Double("encoded_missing_value", double.NaN);
        Dictionary<int, int> missingCategories = MissingCategories(state);
        var numbers = new Matrix[columns.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            int missingCategory = missingCategories.GetValueOrDefault(i, -1);
            var codes = new double[columns[i].Count + 1];
            for (int category = 0; category < columns[i].Count; category++)
            {
                codes[category] = category == missingCategory ? missing : groups[i]?[category] ?? category;
            }

            codes[^1] = unknown;
            numbers[i] = new Matrix(codes, codes.Length, 1);
        }

        return new CategoryNumbers(columns, numbers, refuses);
    }

    // For each column that has one the category that is NaN; None is a category like others.
    private static Dictionary<int, int> MissingCategories(StateReader state)
    {
        var found = new Dictionary<int, int>();
        foreach ((PyValue column, PyValue category) in (state.Find("_missing_indices") as PyDictionary)?.Items ?? [])
        {
            if (column is PyInteger { Value: var key } && category is PyInteger { Value: var value } && key <= int.MaxValue && value <= int.MaxValue)
            {
                found[(int)key] = (int)value;
            }
        }

        return found;
    }

    // encodings_ goes through the columns, within each through the classes (one for two classes or a regression).
    private static CategoryNumbers TargetEncoder(StateReader state)
    {
        CategoryIndex[] columns = CategoryReader.ReadAll(state);
        double[][] encodings = [.. state.Arrays("encodings_")];
        double[] means = state.Doubles("target_mean_");
        int perColumn = encodings.Length / Math.Max(columns.Length, 1);
        if (perColumn == 0 || perColumn * columns.Length != encodings.Length || means.Length != perColumn)
        {
            throw state.Fault($"{encodings.Length} encodings and {means.Length} means do not fit {columns.Length} columns");
        }

        var numbers = new Matrix[columns.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            double[][] own = encodings[(i * perColumn)..((i + 1) * perColumn)];
            int count = columns[i].Count;
            if (Array.Exists(own, encoding => encoding.Length != count))
            {
                throw state.Fault($"the encodings of column {i} do not fit its {count} categories");
            }

            numbers[i] = new Matrix([.. Enumerable.Range(0, count).SelectMany(category => own.Select(encoding => encoding[category])), .. means], count + 1, perColumn);
        }

        return new CategoryNumbers(columns, numbers, refusesUnknown: false);
    }
}
