using Hamf.Models.Formats.Pickle;
using Hamf.Models.Graph;
using Hamf.Models.Graph.Preprocessing;

namespace Hamf.Models.Formats.Sklearn.Preprocessing;

/// <summary>ColumnTransformer and FeatureUnion.</summary>
internal static class UnionClasses
{
    public static IEnumerable<KeyValuePair<string, ClassReader>> All =>
    [
        new("sklearn.compose._column_transformer.ColumnTransformer", ColumnTransformer),
        new("sklearn.pipeline.FeatureUnion", FeatureUnion),
    ];

    private static ColumnUnion ColumnTransformer(StateReader state)
    {
        var names = ColumnNames.Of(state);
        var branches = new List<UnionBranch>();
        IReadOnlyList<PyValue> items = state.Items("transformers_");
        for (int i = 0; i < items.Count; i++)
        {
            if (items[i] is not PyTuple { Items: [PyText name, var transformer, var selected] })
            {
                throw state.Fault($"transformers_[{i}] should be a name, a transformer and columns, found {items[i].Describe()}");
            }

            // A transformer without columns is in the list, but was never fitted.
            int[] columns = transformer is PyText { Value: "drop" } || selected is PyNone ? [] : names.Resolve(selected, name.Value);
            if (columns.Length > 0)
            {
                Operator inner = transformer is PyText { Value: "passthrough" }
                    ? Identity(columns.Length)
                    : state.Child(transformer, $"transformers_[{i}] '{name.Value}'", () => columns.Length).AsOperator();
                branches.Add(new UnionBranch(columns, inner, Weight(state, name.Value)));
            }
        }

        return new ColumnUnion(names.Width, [.. branches], state.Flag("sparse_output_", false) ? UnionOutput.Sparse : UnionOutput.Dense);
    }

    private static ColumnUnion FeatureUnion(StateReader state)
    {
        IReadOnlyList<PyValue> items = state.Items("transformer_list");
        int? width = null;
        var branches = new List<(Operator? Inner, double Weight)>();
        for (int i = 0; i < items.Count; i++)
        {
            if (items[i] is not PyTuple { Items: [PyText name, var transformer] })
            {
                throw state.Fault($"transformer_list[{i}] should be a name and a transformer, found {items[i].Describe()}");
            }

            if (transformer is PyNone or PyText { Value: "drop" })
            {
                continue;
            }

            Operator? inner = transformer is PyText { Value: "passthrough" }
                ? null
                : state.Child(transformer, $"transformer_list[{i}] '{name.Value}'", () => width ?? state.FindWidth()).AsOperator();
            width ??= inner?.InputWidth;
            branches.Add((inner, Weight(state, name.Value)));
        }

        int columns = width ?? state.Width();
        int[] all = [.. Enumerable.Range(0, columns)];
        return new ColumnUnion(
            columns,
            [.. branches.Select(branch => new UnionBranch(all, branch.Inner ?? Identity(columns), branch.Weight))],
            UnionOutput.SparseIfAny);
    }

    private static ElementFunction Identity(int width) => new(width, ElementFunction.Identity, isChecked: false);

    private static double Weight(StateReader state, string name) =>
        state.Find("transformer_weights") is not PyDictionary weights || weights[name] is not { } weight ? 1
        : weight switch
        {
            PyFloat number => number.Value,
            PyInteger number when number.Value.GetBitLength() <= 1023 => (double)number.Value,
            _ => throw state.Fault($"the weight of '{name}' should be a number, found {weight.Describe()}"),
        };
}
