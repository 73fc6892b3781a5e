namespace Hamf.Models.Graph.Onnx;

/// <summary>Operators that change the shape, or tell it.</summary>
internal static class ShapeKernels
{
    public static IEnumerable<KeyValuePair<string, KernelMaker>> All =>
    [
        new("Constant", Constant),
        new("ConstantOfShape", ConstantOfShape),
        new("Shape", _ => (inputs, _) => [Tensor.Integers(Array.ConvertAll(Axes.At(inputs, 0).Shape, length => (double)length))]),
        new("Reshape", settings => (inputs, _) => [Reshape(Axes.At(inputs, 0), TargetOf(settings, inputs), settings.Integer("allowzero", 0) != 0)]),
        new("Flatten", Flatten),
        new("Squeeze", settings => (inputs, _) => [Squeeze(Axes.At(inputs, 0), AxesOf(settings, inputs))]),
        new("Unsqueeze", settings => (inputs, _) => [Unsqueeze(Axes.At(inputs, 0), AxesOf(settings, inputs))]),
        new("Transpose", Transpose),
        new("Expand", _ => (inputs, budget) => [Expand(Axes.At(inputs, 0), Axes.At(inputs, 1), budget)]),
        new("Tile", _ => (inputs, budget) => [Tile(Axes.At(inputs, 0), Axes.Integers(Axes.At(inputs, 1)), budget)]),
    ];

    private static int[] AxesOf(NodeSettings settings, Tensor?[] inputs) =>
        Axes.Optional(inputs, 1) is { } given ? Axes.Integers(given) : settings.Smalls("axes");

    private static int[] TargetOf(NodeSettings settings, Tensor?[] inputs) =>
        Axes.Optional(inputs, 1) is { } given ? Axes.Integers(given) : settings.Smalls("shape");

    private static Kernel Constant(NodeSettings settings)
    {
        Tensor? value = settings.Tensor("value")
            ?? (settings.Has("value_float") ? new Tensor(ElementType.Single, [], [settings.Number("value_float", 0)])
            : settings.Has("value_int") ? new Tensor(ElementType.Int64, [], [settings.Integer("value_int", 0)])
            : settings.Has("value_string") ? new Tensor([], [settings.Text("value_string", string.Empty)])
            : settings.Has("value_floats") ? new Tensor(ElementType.Single, [settings.Numbers("value_floats").Length], settings.Numbers("value_floats"))
            : settings.Has("value_ints") ? Tensor.Integers([.. settings.Integers("value_ints").Select(i => (double)i)])
            : settings.Has("value_strings") ? new Tensor([settings.Texts("value_strings").Count], [.. settings.Texts("value_strings")])
            : null);
        return value is null ? throw settings.Fault("it holds no dense value") : (_, _) => [value];
    }

    private static Kernel ConstantOfShape(NodeSettings settings)
    {
        Tensor value = settings.Tensor("value") ?? new Tensor(ElementType.Single, [1], [0]);
        if (value.Count != 1 || value.IsText)
        {
            throw settings.Fault("its value is not one number");
        }

        return (inputs, budget) =>
        {
            int[] shape = Limit(Axes.Integers(Axes.At(inputs, 0)));
            var filled = new double[budget.Take(shape)];
            Array.Fill(filled, value.Numbers[0]);
            return [new Tensor(value.Type, shape, filled)];
        };
    }

    private static Tensor Reshape(Tensor input, int[] target, bool zeroIsZero)
    {
        int[] shape = [.. Limit(target)];
        int open = -1;
        long known = 1;
        for (int i = 0; i < shape.Length; i++)
        {
            if (shape[i] == 0 && !zeroIsZero)
            {
                shape[i] = i < input.Rank ? input.Shape[i] : throw Misfit(input, target);
            }

            if (shape[i] == -1)
            {
                open = open < 0 ? i : throw Misfit(input, target);
            }
            else
            {
                known = Math.Min(known * shape[i], int.MaxValue);
            }
        }

        if (open >= 0)
        {
            shape[open] = known > 0 ? (int)(input.Count / known) : throw Misfit(input, target);
        }

        return Tensor.CountOf(shape) == input.Count ? input.Reshape(shape) : throw Misfit(input, target);
    }

    private static Kernel Flatten(NodeSettings settings)
    {
        int axis = settings.Small("axis", 1);
        return (inputs, _) =>
        {
            Tensor input = Axes.At(inputs, 0);
            int at = axis == input.Rank ? axis : Axes.Resolve(axis, input.Rank);
            return [input.Reshape([Axes.Product(input.Shape, 0, at), Axes.Product(input.Shape, at, input.Rank)])];
        };
    }

    private static Tensor Squeeze(Tensor input, int[] axes)
    {
        int[] gone = [.. axes.Select(axis => Axes.Resolve(axis, input.Rank))];
        return Array.Exists(gone, axis => input.Shape[axis] != 1)
            ? throw new RowRefusedException($"an axis of [{string.Join(", ", input.Shape)}] that is to go is not of length 1")
            : input.Reshape([.. input.Shape.Where((length, axis) => gone.Length == 0 ? length != 1 : !gone.Contains(axis))]);
    }

    private static Tensor Unsqueeze(Tensor input, int[] axes)
    {
        int rank = Limit(axes).Length + input.Rank;
        int[] added = [.. axes.Select(axis => Axes.Resolve(axis, rank)).Distinct()];
        if (added.Length != axes.Length || rank > Tensor.MaxRank)
        {
            throw new RowRefusedException($"axes cannot be added to [{string.Join(", ", input.Shape)}]");
        }

        var kept = new Queue<int>(input.Shape);
        return input.Reshape([.. Enumerable.Range(0, rank).Select(axis => added.Contains(axis) ? 1 : kept.Dequeue())]);
    }

    private static Kernel Transpose(NodeSettings settings)
    {
        int[] given = settings.Smalls("perm");
        return (inputs, budget) =>
        {
            Tensor input = Axes.At(inputs, 0);
            int[] order = given.Length > 0 ? given : [.. Enumerable.Range(0, input.Rank).Reverse()];
            if (!order.Order().SequenceEqual(Enumerable.Range(0, input.Rank)))
            {
                throw new RowRefusedException($"[{string.Join(", ", order)}] is no order of {input.Rank} axes");
            }

            int[] strides = Axes.Strides(input.Shape);
            int[] shape = Array.ConvertAll(order, axis => input.Shape[axis]);
            return [input.Pick(shape, Broadcast.Walk(shape, Array.ConvertAll(order, axis => strides[axis]), 0, budget.Take(shape)))];
        };
    }

    private static Tensor Expand(Tensor input, Tensor target, RowBudget budget) =>
        Broadcast.Expand(input, Broadcast.Shape(input.Shape, Limit(Axes.Integers(target))), budget);

    private static Tensor Tile(Tensor input, int[] repeats, RowBudget budget)
    {
        Tensor result = repeats.Length == input.Rank ? input : throw new RowRefusedException("Tile has another number of repeats than of axes");
        for (int axis = 0; axis < repeats.Length; axis++)
        {
            if (repeats[axis] != 1)
            {
                int[] shape = Axes.With(result.Shape, axis, (int)Math.Clamp((long)result.Shape[axis] * repeats[axis], -1, int.MaxValue));
                budget.Take(shape);
                int length = result.Shape[axis];
                result = JoinKernels.Take(result, axis, [.. Enumerable.Range(0, shape[axis]).Select(i => i % length)], budget);
            }
        }

        return result;
    }

    // Shapes from the data of a file may have any number of axes.
    private static int[] Limit(int[] shape) =>
        shape.Length <= Tensor.MaxRank ? shape : throw new RowRefusedException($"{shape.Length} axes are asked for, {Tensor.MaxRank} are the most");

    private static RowRefusedException Misfit(Tensor input, int[] target) =>
        new($"the shape [{string.Join(", ", input.Shape)}] cannot become [{string.Join(", ", target)}]");
}
