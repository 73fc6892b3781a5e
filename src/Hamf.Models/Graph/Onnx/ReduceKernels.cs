namespace Hamf.Models.Graph.Onnx;

/// <summary>Operators along axes: sums, extremes, softmax, the largest.</summary>
internal static class ReduceKernels
{
    public static IEnumerable<KeyValuePair<string, KernelMaker>> All =>
    [
        Reduce("ReduceSum", values => values.Sum(), 13),
        Reduce("ReduceMean", values => values.Length == 0 ? double.NaN : values.Sum() / values.Length, 18),
        Reduce("ReduceMax", values => values.Max(), 18),
        Reduce("ReduceMin", values => values.Min(), 18),
        Reduce("ReduceProd", values => values.Aggregate(1.0, (a, b) => a * b), 18),
        Reduce("ReduceL1", values => values.Sum(Math.Abs), 18),
        Reduce("ReduceL2", values => Math.Sqrt(values.Sum(value => value * value)), 18),
        Reduce("ReduceSumSquare", values => values.Sum(value => value * value), 18),
        Reduce("ReduceLogSumExp", LogSumExp, 18),
        new("ArgMax", settings => Extreme(settings, (value, best) => value > best)),
        new("ArgMin", settings => Extreme(settings, (value, best) => value < best)),
        new("Softmax", settings => Softmax(settings, scores => PostTransform.Softmax(scores, false))),
        new("LogSoftmax", settings => Softmax(settings, LogSoftmax)),
        new("TopK", TopK),
    ];

    // From the version on, the axes come as an input.
    private static KeyValuePair<string, KernelMaker> Reduce(string name, Func<double[], double> function, int axesAreInputFrom) => new(name, settings =>
    {
        int[] given = settings.Smalls("axes");
        bool keeps = settings.Integer("keepdims", 1) != 0;
        bool emptyMeansNone = settings.Integer("noop_with_empty_axes", 0) != 0;
        return (inputs, budget) =>
        {
            Tensor input = Axes.At(inputs, 0);
            int[] asked = settings.Opset >= axesAreInputFrom && Axes.Optional(inputs, 1) is { } axes ? Axes.Integers(axes) : given;
            if (asked.Length == 0 && emptyMeansNone)
            {
                return [input];
            }

            int[] gone = asked.Length == 0 ? [.. Enumerable.Range(0, input.Rank)] : [.. asked.Select(axis => Axes.Resolve(axis, input.Rank)).Distinct()];
            return [Reduce(input, gone, keeps, function, budget)];
        };
    });

    private static Tensor Reduce(Tensor input, int[] gone, bool keeps, Func<double[], double> function, RowBudget budget)
    {
        int[] kept = [.. Enumerable.Range(0, input.Rank).Except(gone)];
        int[] strides = Axes.Strides(input.Shape);
        int[] outerShape = Array.ConvertAll(kept, axis => input.Shape[axis]);
        int[] innerShape = Array.ConvertAll(gone, axis => input.Shape[axis]);
        int[] starts = Broadcast.Walk(outerShape, Array.ConvertAll(kept, axis => strides[axis]), 0, budget.Take(outerShape));
        int[] inner = Broadcast.Walk(innerShape, Array.ConvertAll(gone, axis => strides[axis]), 0, budget.Take(innerShape));
        if (inner.Length == 0)
        {
            throw new RowRefusedException("nothing is left to be reduced");
        }

        double[] values = input.Numbers;
        var part = new double[inner.Length];
        budget.Work(input.Count);
        double[] results = Array.ConvertAll(starts, start =>
        {
            for (int i = 0; i < part.Length; i++)
            {
                part[i] = values[start + inner[i]];
            }

            return Tensor.Round(input.Type, function(part));
        });
        return new Tensor(input.Type, keeps ? [.. input.Shape.Select((length, axis) => gone.Contains(axis) ? 1 : length)] : outerShape, results);
    }

    private static double LogSumExp(double[] values)
    {
        double most = values.Max();
        return double.IsInfinity(most) ? most : most + Math.Log(values.Sum(value => Math.Exp(value - most)));
    }

    private static Kernel Extreme(NodeSettings settings, Func<double, double, bool> isBetter)
    {
        int axis = settings.Small("axis", 0);
        bool keeps = settings.Integer("keepdims", 1) != 0;
        bool takesLast = settings.Integer("select_last_index", 0) != 0;
        return (inputs, budget) =>
        {
            Tensor input = Axes.At(inputs, 0);
            Tensor found = Reduce(new Tensor(ElementType.Double, input.Shape, input.Numbers), [Axes.Resolve(axis, input.Rank)], keeps, Find, budget);
            return [new Tensor(ElementType.Int64, found.Shape, found.Numbers)];
        };

        double Find(double[] values)
        {
            int best = 0;
            for (int i = 1; i < values.Length; i++)
            {
                best = isBetter(values[i], values[best]) || (takesLast && values[i] == values[best]) ? i : best;
            }

            return best;
        }
    }

    private static Kernel Softmax(NodeSettings settings, SpanAction apply)
    {
        bool isFlat = settings.Opset < 13;
        int axis = settings.Small("axis", isFlat ? 1 : -1);
        return (inputs, budget) =>
        {
            Tensor input = Axes.At(inputs, 0);
            int at = Axes.Resolve(axis, input.Rank);

            // Old versions take all axes from this one on together; new ones this one alone, which need not be the last.
            if (!isFlat && at != input.Rank - 1)
            {
                throw new RowRefusedException("Softmax along an axis that is not the last is not supported");
            }

            budget.Take(input.Shape);
            double[] values = [.. input.Numbers];
            int width = Axes.Product(input.Shape, at, input.Rank);
            for (int start = 0; start < values.Length; start += width)
            {
                apply(values.AsSpan(start, width));
            }

            return [new Tensor(input.Type, input.Shape, Array.ConvertAll(values, value => Tensor.Round(input.Type, value)))];
        };
    }

    private static void LogSoftmax(Span<double> scores)
    {
        double sum = LogSumExp(scores.ToArray());
        foreach (ref double score in scores)
        {
            score -= sum;
        }
    }

    private static Kernel TopK(NodeSettings settings)
    {
        int axis = settings.Small("axis", -1);
        bool isLargest = settings.Integer("largest", 1) != 0;
        int fixedCount = settings.Small("k", 0);
        return (inputs, budget) =>
        {
            Tensor input = Axes.At(inputs, 0);
            int count = Axes.Optional(inputs, 1) is { Count: 1 } given ? Axes.Integers(given)[0] : fixedCount;
            if (Axes.Resolve(axis, input.Rank) != input.Rank - 1 || count < 0 || count > input.Shape[^1])
            {
                throw new RowRefusedException($"TopK of {count} along axis {axis} is not supported");
            }

            int width = input.Shape[^1];
            int[] shape = Axes.With(input.Shape, input.Rank - 1, count);
            var positions = new int[budget.Take(shape)];
            budget.Work(16L * input.Count);
            for (int row = 0; row * count < positions.Length; row++)
            {
                IEnumerable<int> rank = Enumerable.Range(row * width, width).OrderBy(i => isLargest ? -input.Numbers[i] : input.Numbers[i]);
                rank.Take(count).ToArray().CopyTo(positions, row * count);
            }

            return [input.Pick(shape, positions), new Tensor(ElementType.Int64, shape, Array.ConvertAll(positions, at => (double)(at % width)))];
        };
    }

    private delegate void SpanAction(Span<double> values);
}
