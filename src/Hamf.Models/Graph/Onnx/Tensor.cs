namespace Hamf.Models.Graph.Onnx;

/// <summary>
/// A value between two nodes. Numbers of every type stand in doubles: those hold floats, truth values and whole numbers up to 2^53 exactly, and
/// a sum, product, quotient or root of two floats that is computed in double and rounded to float is the float operation's own result.
/// Immutable: whoever builds one hands the arrays over.
/// </summary>
internal sealed class Tensor
{
    /// <summary>Whole numbers beyond this are refused.</summary>
    public const double MaxInteger = 1L << 53;

    /// <summary>Most axes.</summary>
    public const int MaxRank = 8;

    private readonly double[]? _numbers;
    private readonly string[]? _texts;

    /// <param name="type">Not text.</param>
    /// <param name="shape">Length of each axis.</param>
    /// <param name="numbers">As many as the shape says, row-major, already rounded to the type.</param>
    public Tensor(ElementType type, int[] shape, double[] numbers) => (Type, Shape, _numbers) = (type, Limit(shape), numbers);

    /// <param name="shape">Length of each axis.</param>
    /// <param name="texts">As many as the shape says, row-major.</param>
    public Tensor(int[] shape, string[] texts) => (Type, Shape, _texts) = (ElementType.Text, Limit(shape), texts);

    public ElementType Type { get; }

    public int[] Shape { get; }

    public int Rank => Shape.Length;

    public int Count => _numbers?.Length ?? _texts!.Length;

    public bool IsText => _texts is not null;

    public bool IsFloat => Type is ElementType.Single or ElementType.Double;

    /// <summary>Row-major.</summary>
    /// <exception cref="RowRefusedException">These are texts.</exception>
    public double[] Numbers => _numbers ?? throw new RowRefusedException("a text stands where a number must");

    /// <summary>Row-major.</summary>
    /// <exception cref="RowRefusedException">These are numbers.</exception>
    public string[] Texts => _texts ?? throw new RowRefusedException("a number stands where a text must");

    /// <summary>A list of whole numbers.</summary>
    public static Tensor Integers(params double[] values) => new(ElementType.Int64, [values.Length], values);

    /// <summary>The product of the axes; null when it passes what an array holds or an axis is negative.</summary>
    public static int? CountOf(ReadOnlySpan<int> shape)
    {
        long count = 1;
        foreach (int length in shape)
        {
            if (length < 0 || (length > 0 && count > int.MaxValue / length))
            {
                return null;
            }

            count *= length;
        }

        return (int)count;
    }

    /// <summary>The nearest value of the type.</summary>
    public static double Round(ElementType type, double value) => type switch
    {
        ElementType.Single => (float)value,
        ElementType.Double => value,
        ElementType.Truth => value != 0 ? 1 : 0,
        _ => !(Math.Abs(value) <= MaxInteger) ? throw new RowRefusedException($"{value} does not fit into a whole number") : Math.Truncate(value),
    };

    /// <summary>The same elements in another shape of the same size.</summary>
    public Tensor Reshape(int[] shape) => IsText ? new Tensor(shape, Texts) : new Tensor(Type, shape, Numbers);

    /// <summary>The elements at the given positions, in a new shape.</summary>
    public Tensor Pick(int[] shape, int[] positions) => IsText
        ? new Tensor(shape, Array.ConvertAll(positions, at => Texts[at]))
        : new Tensor(Type, shape, Array.ConvertAll(positions, at => Numbers[at]));

    private static int[] Limit(int[] shape) =>
        shape.Length <= MaxRank ? shape : throw new RowRefusedException($"a tensor of {shape.Length} axes is made, {MaxRank} are the most");
}
