namespace Hamf.Models.Graph.Onnx;

/// <summary>Operators that look values up: LabelEncoder and CategoryMapper.</summary>
internal static class MappingKernels
{
    public static IEnumerable<KeyValuePair<string, KernelMaker>> All => [new("LabelEncoder", LabelEncoder), new("CategoryMapper", CategoryMapper)];

    private static Kernel LabelEncoder(NodeSettings settings) => settings.Opset == 1
        ? Both([.. settings.Texts("classes_strings")], null, settings)
        : Map(Values(settings, "keys"), Values(settings, "values"), Default(settings), settings);

    private static Kernel CategoryMapper(NodeSettings settings) =>
        Both([.. settings.Texts("cats_strings")], settings.Integers("cats_int64s"), settings);

    // Texts become numbers and numbers texts, by the same table.
    private static Kernel Both(string[] texts, IReadOnlyList<long>? numbers, NodeSettings settings)
    {
        double[] codes = numbers is null ? [.. Enumerable.Range(0, texts.Length).Select(i => (double)i)] : [.. numbers.Select(i => (double)i)];
        var names = new Tensor([texts.Length], texts);
        var values = new Tensor(ElementType.Int64, [codes.Length], codes);
        Kernel toNumber = Map(names, values, new Tensor(ElementType.Int64, [1], [settings.Integer("default_int64", -1)]), settings);
        Kernel toText = Map(values, names, new Tensor([1], [settings.Text("default_string", "_Unused")]), settings);
        return (inputs, budget) => (Axes.At(inputs, 0).IsText ? toNumber : toText)(inputs, budget);
    }

    private static Kernel Map(Tensor keys, Tensor values, Tensor otherwise, NodeSettings settings)
    {
        if (keys.Count != values.Count || otherwise.Count != 1 || otherwise.IsText != values.IsText)
        {
            throw settings.Fault($"it has {keys.Count} keys and {values.Count} values");
        }

        var ofText = new Dictionary<string, int>(StringComparer.Ordinal);
        var ofNumber = new Dictionary<double, int>();
        for (int i = 0; i < keys.Count; i++)
        {
            _ = keys.IsText ? ofText.TryAdd(keys.Texts[i], i) : ofNumber.TryAdd(keys.Numbers[i], i);
        }

        return (inputs, budget) =>
        {
            Tensor input = Axes.At(inputs, 0);
            budget.Take(input.Shape);
            int[] found = keys.IsText
                ? Array.ConvertAll(input.Texts, text => ofText.GetValueOrDefault(text, -1))
                : Array.ConvertAll(input.Numbers, number => ofNumber.GetValueOrDefault(number, -1));
            return values.IsText
                ? [new Tensor(input.Shape, Array.ConvertAll(found, i => i < 0 ? otherwise.Texts[0] : values.Texts[i]))]
                : [new Tensor(values.Type, input.Shape, Array.ConvertAll(found, i => i < 0 ? otherwise.Numbers[0] : values.Numbers[i]))];
        };
    }

    private static Tensor Values(NodeSettings settings, string name)
    {
        if (settings.Has($"{name}_strings"))
        {
            return new Tensor([settings.Texts($"{name}_strings").Count], [.. settings.Texts($"{name}_strings")]);
        }

        if (settings.Has($"{name}_int64s"))
        {
            return Tensor.Integers([.. settings.Integers($"{name}_int64s").Select(i => (double)i)]);
        }

        double[] numbers = settings.Numbers($"{name}_floats");
        return settings.Tensor($"{name}_tensor") ?? new Tensor(ElementType.Single, [numbers.Length], numbers);
    }

    private static Tensor Default(NodeSettings settings)
    {
        if (settings.Has("values_strings"))
        {
            return new Tensor([1], [settings.Text("default_string", "_Unused")]);
        }

        return settings.Has("values_int64s") ? new Tensor(ElementType.Int64, [1], [settings.Integer("default_int64", -1)])
            : settings.Tensor("default_tensor") is { } given ? given
            : new Tensor(ElementType.Single, [1], [settings.Number("default_float", -0.0)]);
    }
}
