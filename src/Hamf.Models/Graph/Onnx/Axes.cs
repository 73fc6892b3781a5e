namespace Hamf.Models.Graph.Onnx;

/// <summary>Axes, strides and positions.</summary>
internal static class Axes
{
    /// <summary>An axis counted from the front; negative ones count from the end.</summary>
    public static int Resolve(int axis, int rank) =>
        axis >= -rank && axis < rank ? (axis < 0 ? axis + rank : axis) : throw new RowRefusedException($"axis {axis} of {rank} is asked for");

    /// <summary>The product of the axes from <paramref name="start"/> up to <paramref name="end"/>.</summary>
    public static int Product(int[] shape, int start, int end)
    {
        int product = 1;
        for (int axis = start; axis < end; axis++)
        {
            product *= shape[axis];
        }

        return product;
    }

    /// <summary>How far apart neighbours on each axis stand.</summary>
    public static int[] Strides(int[] shape)
    {
        var strides = new int[shape.Length];
        int stride = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        return strides;
    }

    /// <summary>The shape with another length of one axis.</summary>
    public static int[] With(int[] shape, int axis, int length)
    {
        int[] changed = [.. shape];
        changed[axis] = length;
        return changed;
    }

    /// <summary>Whole numbers of a tensor.</summary>
    public static int[] Integers(Tensor tensor) =>
        Array.ConvertAll(tensor.Numbers, value => double.IsNaN(value) ? throw new RowRefusedException("a position is not a number") : (int)Math.Clamp(value, int.MinValue, int.MaxValue));

    /// <summary>A required input.</summary>
    public static Tensor At(Tensor?[] inputs, int index) =>
        index < inputs.Length && inputs[index] is { } found ? found : throw new RowRefusedException($"input {index} is missing");

    /// <summary>An optional input.</summary>
    public static Tensor? Optional(Tensor?[] inputs, int index) => index < inputs.Length ? inputs[index] : null;
}
