namespace Hamf.Models.Graph.Onnx;

/// <summary>Operators that join tensors or take parts of them.</summary>
internal static class JoinKernels
{
    public static IEnumerable<KeyValuePair<string, KernelMaker>> All =>
    [
        new("Concat", Concat),
        new("Split", Split),
        new("Gather", Gather),
        new("Slice", Slice),
    ];

    /// <summary>The given positions along an axis, which must lie inside.</summary>
    public static Tensor Take(Tensor input, int axis, int[] at, RowBudget budget)
    {
        int length = input.Shape[axis];
        if (Array.Exists(at, i => (uint)i >= (uint)length))
        {
            throw new RowRefusedException($"a position outside an axis of length {length} is asked for");
        }

        int[] shape = Axes.With(input.Shape, axis, at.Length);
        var positions = new int[budget.Take(shape)];
        int inner = Axes.Product(input.Shape, axis + 1, input.Rank);
        int next = 0;
        for (int start = 0; next < positions.Length; start += length * inner)
        {
            foreach (int i in at)
            {
                for (int k = 0; k < inner; k++)
                {
                    positions[next++] = start + (i * inner) + k;
                }
            }
        }

        return input.Pick(shape, positions);
    }

    /// <summary>Tensors one after the other along an axis.</summary>
    public static Tensor Join(Tensor[] parts, int axis, RowBudget budget)
    {
        int[] first = parts[0].Shape;
        axis = Axes.Resolve(axis, first.Length);
        long total = parts.Sum(part => part.Rank == first.Length ? (long)part.Shape[axis] : 0);
        int[] shape = Axes.With(first, axis, (int)Math.Min(total, int.MaxValue));
        int count = budget.Take(shape);
        if (Array.Exists(parts, part => part.IsText != parts[0].IsText
            || part.Rank != first.Length
            || !Axes.With(part.Shape, axis, 0).AsSpan().SequenceEqual(Axes.With(first, axis, 0))))
        {
            throw new RowRefusedException("tensors of different shapes or types are to be joined");
        }

        if (parts[0].IsText)
        {
            var texts = new string[count];
            Fill(parts, axis, shape, texts, part => part.Texts);
            return new Tensor(shape, texts);
        }

        var numbers = new double[count];
        Fill(parts, axis, shape, numbers, part => part.Numbers);
        return new Tensor(parts[0].Type, shape, numbers);
    }

    private static void Fill<T>(Tensor[] parts, int axis, int[] shape, T[] target, Func<Tensor, T[]> read)
    {
        int outer = Axes.Product(shape, 0, axis);
        int width = Axes.Product(shape, axis, shape.Length);
        int at = 0;
        foreach (Tensor part in parts)
        {
            int size = Axes.Product(part.Shape, axis, shape.Length);
            T[] source = read(part);
            for (int block = 0; block < outer; block++)
            {
                Array.Copy(source, block * size, target, (block * width) + at, size);
            }

            at += size;
        }
    }

    private static Kernel Concat(NodeSettings settings)
    {
        int axis = settings.Small("axis", 1);
        return (inputs, budget) => [Join(Array.ConvertAll(inputs, input => input ?? throw new RowRefusedException("a tensor to be joined is missing")), axis, budget)];
    }

    private static Kernel Split(NodeSettings settings)
    {
        int axis = settings.Small("axis", 0);
        int[] given = settings.Smalls("split");
        int parts = settings.OutputCount;
        return (inputs, budget) =>
        {
            Tensor input = Axes.At(inputs, 0);
            int at = Axes.Resolve(axis, input.Rank);
            int length = input.Shape[at];
            int each = (length + parts - 1) / Math.Max(parts, 1);
            int[] sizes = Axes.Optional(inputs, 1) is { } sized ? Axes.Integers(sized)
                : given.Length > 0 ? given
                : [.. Enumerable.Range(0, parts).Select(i => Math.Clamp(length - (i * each), 0, each))];
            if (sizes.Length != parts || Array.Exists(sizes, size => size < 0) || sizes.Sum(size => (long)size) != length)
            {
                throw new RowRefusedException($"an axis of length {length} cannot be split into [{string.Join(", ", sizes.Take(20))}]");
            }

            int start = 0;
            return Array.ConvertAll(sizes, size => Take(input, at, [.. Enumerable.Range((start += size) - size, size)], budget));
        };
    }

    private static Kernel Gather(NodeSettings settings)
    {
        int axis = settings.Small("axis", 0);
        return (inputs, budget) =>
        {
            (Tensor input, Tensor positions) = (Axes.At(inputs, 0), Axes.At(inputs, 1));
            int at = Axes.Resolve(axis, input.Rank);
            int length = input.Shape[at];
            int[] indices = Array.ConvertAll(Axes.Integers(positions), i => i < 0 ? i + length : i);
            int[] shape = [.. input.Shape[..at], .. positions.Shape, .. input.Shape[(at + 1)..]];
            return [Take(input, at, indices, budget).Reshape(shape)];
        };
    }

    private static Kernel Slice(NodeSettings settings)
    {
        (int[] starts, int[] ends, int[] axes) = (settings.Smalls("starts"), Clamped(settings.Integers("ends")), settings.Smalls("axes"));
        return (inputs, budget) =>
        {
            Tensor input = Axes.At(inputs, 0);
            int[] from = Axes.Optional(inputs, 1) is { } given ? Axes.Integers(given) : starts;
            int[] to = Axes.Optional(inputs, 2) is { } until ? Axes.Integers(until) : ends;
            int[] along = Axes.Optional(inputs, 3) is { } named ? Axes.Integers(named) : axes.Length > 0 ? axes : [.. Enumerable.Range(0, from.Length)];
            int[] steps = Axes.Optional(inputs, 4) is { } stepped ? Axes.Integers(stepped) : [.. from.Select(_ => 1)];
            if (to.Length != from.Length || along.Length != from.Length || steps.Length != from.Length)
            {
                throw new RowRefusedException("a slice has not one start, end and step for each axis");
            }

            for (int i = 0; i < from.Length; i++)
            {
                int axis = Axes.Resolve(along[i], input.Rank);
                input = Take(input, axis, Positions(from[i], to[i], steps[i], input.Shape[axis]), budget);
            }

            return [input];
        };
    }

    private static int[] Positions(long from, long to, long step, int length)
    {
        if (step == 0)
        {
            throw new RowRefusedException("a slice has a step of 0");
        }

        (long low, long high) = step > 0 ? (0, length) : (-1L, length - 1L);
        from = Math.Clamp(from < 0 ? from + length : from, low, high);
        to = Math.Clamp(to < 0 ? to + length : to, low, high);
        var positions = new List<int>();
        for (long i = from; step > 0 ? i < to : i > to; i += step)
        {
            positions.Add((int)i);
        }

        return [.. positions];
    }

    private static int[] Clamped(IReadOnlyList<long> values) => [.. values.Select(value => (int)Math.Clamp(value, int.MinValue, int.MaxValue))];
}
