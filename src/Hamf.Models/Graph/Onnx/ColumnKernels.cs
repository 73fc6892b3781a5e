namespace Hamf.Models.Graph.Onnx;

/// <summary>Operators of classical machine learning that prepare columns.</summary>
internal static class ColumnKernels
{
    public static IEnumerable<KeyValuePair<string, KernelMaker>> All =>
    [
        new("Scaler", Scaler),
        new("Imputer", Imputer),
        new("Binarizer", Binarizer),
        new("Normalizer", Normalizer),
        new("OneHotEncoder", OneHotEncoder),
        new("FeatureVectorizer", FeatureVectorizer),
        new("ArrayFeatureExtractor", _ => ArrayFeatureExtractor),

        // A map of classes is a form of output; inside, it stays the row of numbers that it was made of.
        new("ZipMap", _ => (inputs, _) => [Axes.At(inputs, 0)]),
    ];

    /// <summary>One setting for all columns, or one for each.</summary>
    public static double Of(double[] values, int column) => values.Length == 1 ? values[0] : values[column];

    /// <summary>Refuses settings that are neither one nor one per column.</summary>
    public static void CheckColumns(int settings, int columns)
    {
        if (settings != 1 && settings != columns)
        {
            throw new RowRefusedException($"there are settings for {settings} columns, but {columns} come in");
        }
    }

    private static Kernel Scaler(NodeSettings settings)
    {
        (double[] offset, double[] scale) = (settings.Numbers("offset"), settings.Numbers("scale"));
        return (inputs, budget) =>
        {
            Tensor input = Axes.At(inputs, 0);
            int width = input.Rank > 0 ? input.Shape[^1] : 1;
            CheckColumns(offset.Length, width);
            CheckColumns(scale.Length, width);
            budget.Take(input.Shape);
            return [new Tensor(ElementType.Single, input.Shape, [.. input.Numbers.Select((value, i) =>
                (double)(float)((float)(value - Of(offset, i % width)) * Of(scale, i % width)))])];
        };
    }

    private static Kernel Imputer(NodeSettings settings)
    {
        bool isWhole = settings.Has("imputed_value_int64s");
        double[] fills = isWhole ? [.. settings.Integers("imputed_value_int64s").Select(i => (double)i)] : settings.Numbers("imputed_value_floats");
        double replaced = isWhole ? settings.Integer("replaced_value_int64", 0) : settings.Number("replaced_value_float", 0);
        return (inputs, budget) =>
        {
            Tensor input = Axes.At(inputs, 0);
            int width = input.Rank > 0 ? input.Shape[^1] : 1;
            CheckColumns(fills.Length, width);
            budget.Take(input.Shape);
            return [new Tensor(input.Type, input.Shape, [.. input.Numbers.Select((value, i) => value.Equals(replaced) ? Of(fills, i % width) : value)])];
        };
    }

    private static Kernel Binarizer(NodeSettings settings)
    {
        double threshold = settings.Number("threshold", 0);
        return (inputs, budget) =>
        {
            Tensor input = Axes.At(inputs, 0);
            budget.Take(input.Shape);
            return [new Tensor(input.Type, input.Shape, Array.ConvertAll(input.Numbers, value => value > threshold ? 1.0 : 0))];
        };
    }

    private static Kernel Normalizer(NodeSettings settings)
    {
        string norm = settings.Text("norm", "MAX");
        if (norm is not ("MAX" or "L1" or "L2"))
        {
            throw settings.Fault($"its norm is '{norm}', which is not supported");
        }

        return (inputs, budget) =>
        {
            Tensor input = Axes.At(inputs, 0);
            budget.Take(input.Shape);
            double[] values = [.. input.Numbers];
            int width = input.Rank > 1 ? input.Shape[^1] : values.Length;
            for (int start = 0; start < values.Length; start += width)
            {
                Normalize(values.AsSpan(start, width), norm);
            }

            return [new Tensor(ElementType.Single, input.Shape, values)];
        };
    }

    private static void Normalize(Span<double> values, string norm)
    {
        double size = norm == "MAX" ? double.NegativeInfinity : 0;
        foreach (double value in values)
        {
            size = norm switch { "MAX" => Math.Max(size, value), "L1" => size + Math.Abs(value), _ => size + (value * value) };
        }

        size = norm == "L2" ? Math.Sqrt(size) : size;
        foreach (ref double value in values)
        {
            value = size == 0 ? value : (float)(value / size);
        }
    }

    private static Kernel OneHotEncoder(NodeSettings settings)
    {
        IReadOnlyList<string> texts = settings.Texts("cats_strings");
        IReadOnlyList<long> numbers = settings.Integers("cats_int64s");
        bool zeros = settings.Integer("zeros", 1) != 0;
        var ofText = new Dictionary<string, int>(StringComparer.Ordinal);
        var ofNumber = new Dictionary<double, int>();
        for (int i = 0; i < texts.Count; i++)
        {
            ofText[texts[i]] = i;
        }

        for (int i = 0; i < numbers.Count; i++)
        {
            ofNumber[numbers[i]] = i;
        }

        int width = Math.Max(texts.Count, numbers.Count);
        return (inputs, budget) =>
        {
            Tensor input = Axes.At(inputs, 0);
            int[] shape = [.. input.Shape, width];
            var values = new double[budget.Take(shape)];
            for (int i = 0; i < input.Count; i++)
            {
                int at = input.IsText ? ofText.GetValueOrDefault(input.Texts[i], -1) : ofNumber.GetValueOrDefault(Math.Truncate(input.Numbers[i]), -1);
                if (at >= 0)
                {
                    values[(i * width) + at] = 1;
                }
                else if (!zeros)
                {
                    throw new RowRefusedException("a category that the model does not know is refused by its OneHotEncoder");
                }
            }

            return [new Tensor(ElementType.Single, shape, values)];
        };
    }

    private static Kernel FeatureVectorizer(NodeSettings settings) => (inputs, budget) =>
    {
        Tensor[] parts = Array.ConvertAll(inputs, input => input is { IsText: false }
            ? new Tensor(ElementType.Single, [1, input.Count], Array.ConvertAll(input.Numbers, value => (double)(float)value))
            : throw settings.Fault("an input of it is no number"));
        return [JoinKernels.Join(parts, 1, budget)];
    };

    private static Tensor[] ArrayFeatureExtractor(Tensor?[] inputs, RowBudget budget)
    {
        (Tensor input, Tensor positions) = (Axes.At(inputs, 0), Axes.At(inputs, 1));
        if (input.Rank == 0)
        {
            throw new RowRefusedException("a single value has no columns");
        }

        Tensor taken = JoinKernels.Take(input, input.Rank - 1, Axes.Integers(positions), budget);
        return [input.Rank == 1 ? taken.Reshape([1, taken.Count]) : taken];
    }
}
