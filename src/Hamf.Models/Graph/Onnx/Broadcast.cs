namespace Hamf.Models.Graph.Onnx;

/// <summary>Tensors of different shapes side by side: an axis of length 1 is repeated, and missing axes at the front are.</summary>
internal static class Broadcast
{
    /// <summary>The common shape.</summary>
    public static int[] Shape(int[] first, int[] second)
    {
        var shape = new int[Math.Max(first.Length, second.Length)];
        for (int i = 1; i <= shape.Length; i++)
        {
            int a = i <= first.Length ? first[^i] : 1;
            int b = i <= second.Length ? second[^i] : 1;
            shape[^i] = a == b || b == 1 ? a : a == 1 ? b : throw Mismatch(first, second);
        }

        return shape;
    }

    /// <summary>Where in a tensor of the shape <paramref name="from"/> each element of the shape <paramref name="to"/> stands.</summary>
    public static int[] Positions(int[] from, int[] to, RowBudget budget)
    {
        int count = budget.Take(to);
        var strides = new int[to.Length];
        int stride = 1;
        for (int i = 1; i <= from.Length; i++)
        {
            strides[^i] = from[^i] == 1 ? 0 : stride;
            stride *= from[^i];
        }

        return Walk(to, strides, 0, count);
    }

    /// <summary>The positions that come of walking through a shape, row-major, with a stride for each axis.</summary>
    public static int[] Walk(int[] shape, int[] strides, int start, int count)
    {
        var positions = new int[count];
        var index = new int[shape.Length];
        int at = start;
        for (int i = 0; i < count; i++)
        {
            positions[i] = at;
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                at += strides[axis];
                if (++index[axis] < shape[axis])
                {
                    break;
                }

                at -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }

        return positions;
    }

    /// <summary>The tensor in that shape.</summary>
    public static Tensor Expand(Tensor value, int[] shape, RowBudget budget) =>
        value.Shape.AsSpan().SequenceEqual(shape) ? value : value.Pick(shape, Positions(value.Shape, shape, budget));

    private static RowRefusedException Mismatch(int[] first, int[] second) =>
        new($"the shapes [{string.Join(", ", first)}] and [{string.Join(", ", second)}] do not fit each other");
}
