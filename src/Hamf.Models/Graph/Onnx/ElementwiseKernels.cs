namespace Hamf.Models.Graph.Onnx;

/// <summary>Operators that treat each element on its own.</summary>
internal static class ElementwiseKernels
{
    public static IEnumerable<KeyValuePair<string, KernelMaker>> All =>
    [
        new("Identity", _ => (inputs, _) => [Axes.At(inputs, 0)]),
        new("Cast", Cast),
        Unary("Neg", value => -value),
        Unary("Abs", Math.Abs),
        Unary("Exp", Math.Exp),
        Unary("Log", Math.Log),
        Unary("Sqrt", Math.Sqrt),
        Unary("Reciprocal", value => 1 / value),
        Unary("Floor", Math.Floor),
        Unary("Ceil", Math.Ceiling),
        Unary("Round", value => Math.Round(value, MidpointRounding.ToEven)),
        Unary("Sign", value => double.IsNaN(value) ? value : Math.Sign(value)),
        Unary("Tanh", Math.Tanh),
        Unary("Sin", Math.Sin),
        Unary("Cos", Math.Cos),
        Unary("Erf", PostTransform.Erf),
        Unary("Sigmoid", PostTransform.Logistic),
        Unary("Relu", value => value < 0 ? 0 : value),
        Unary("Softplus", value => value > 0 ? value + Math.Log(1 + Math.Exp(-value)) : Math.Log(1 + Math.Exp(value))),
        new("LeakyRelu", settings => Map(Slope(settings.Number("alpha", 0.01f)))),
        Test("IsNaN", double.IsNaN),
        Test("IsInf", double.IsInfinity),
        Test("Not", value => value == 0),
        Binary("Add", (a, b) => a + b),
        Binary("Sub", (a, b) => a - b),
        Binary("Mul", (a, b) => a * b),
        Binary("Div", (a, b) => a / b),
        Binary("Pow", Math.Pow),
        Binary("Mod", (a, b) => a - (b * Math.Floor(a / b))),
        Fold("Sum", (a, b) => a + b),
        Fold("Max", Math.Max),
        Fold("Min", Math.Min),
        Compare("Less", (a, b) => a < b),
        Compare("LessOrEqual", (a, b) => a <= b),
        Compare("Greater", (a, b) => a > b),
        Compare("GreaterOrEqual", (a, b) => a >= b),
        Compare("And", (a, b) => a != 0 && b != 0),
        Compare("Or", (a, b) => a != 0 || b != 0),
        Compare("Xor", (a, b) => a != 0 != (b != 0)),
        new("Equal", _ => Equal),
        new("Where", _ => Where),
        new("Clip", Clip),
    ];

    private static KeyValuePair<string, KernelMaker> Unary(string name, Func<double, double> function) => new(name, _ => Map(function));

    private static KeyValuePair<string, KernelMaker> Test(string name, Func<double, bool> function) => new(name, _ => (inputs, budget) =>
    {
        Tensor input = Axes.At(inputs, 0);
        budget.Take(input.Shape);
        return [new Tensor(ElementType.Truth, input.Shape, Array.ConvertAll(input.Numbers, value => function(value) ? 1.0 : 0))];
    });

    private static KeyValuePair<string, KernelMaker> Binary(string name, Func<double, double, double> function) =>
        new(name, _ => (inputs, budget) => [Combine(Axes.At(inputs, 0), Axes.At(inputs, 1), Axes.At(inputs, 0).Type, function, budget)]);

    private static KeyValuePair<string, KernelMaker> Fold(string name, Func<double, double, double> function) => new(name, _ => (inputs, budget) =>
    {
        Tensor result = Axes.At(inputs, 0);
        for (int i = 1; i < inputs.Length; i++)
        {
            result = Combine(result, Axes.At(inputs, i), result.Type, function, budget);
        }

        return [result];
    });

    private static KeyValuePair<string, KernelMaker> Compare(string name, Func<double, double, bool> function) =>
        new(name, _ => (inputs, budget) => [Combine(Axes.At(inputs, 0), Axes.At(inputs, 1), ElementType.Truth, (a, b) => function(a, b) ? 1 : 0, budget)]);

    private static Kernel Map(Func<double, double> function) => (inputs, budget) =>
    {
        Tensor input = Axes.At(inputs, 0);
        budget.Take(input.Shape);
        return [new Tensor(input.Type, input.Shape, Array.ConvertAll(input.Numbers, value => Tensor.Round(input.Type, function(value))))];
    };

    private static Func<double, double> Slope(double alpha) => value => value < 0 ? alpha * value : value;

    private static Tensor Combine(Tensor first, Tensor second, ElementType type, Func<double, double, double> function, RowBudget budget)
    {
        int[] shape = Broadcast.Shape(first.Shape, second.Shape);
        double[] a = Broadcast.Expand(first, shape, budget).Numbers;
        double[] b = Broadcast.Expand(second, shape, budget).Numbers;
        var values = new double[budget.Take(shape)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Tensor.Round(type, function(a[i], b[i]));
        }

        return new Tensor(type, shape, values);
    }

    private static Tensor[] Equal(Tensor?[] inputs, RowBudget budget)
    {
        (Tensor first, Tensor second) = (Axes.At(inputs, 0), Axes.At(inputs, 1));
        if (!first.IsText)
        {
            return [Combine(first, second, ElementType.Truth, (a, b) => a == b ? 1 : 0, budget)];
        }

        int[] shape = Broadcast.Shape(first.Shape, second.Shape);
        string[] a = Broadcast.Expand(first, shape, budget).Texts;
        string[] b = Broadcast.Expand(second, shape, budget).Texts;
        budget.Take(shape);
        return [new Tensor(ElementType.Truth, shape, [.. a.Zip(b, (x, y) => x == y ? 1.0 : 0)])];
    }

    private static Tensor[] Where(Tensor?[] inputs, RowBudget budget)
    {
        (Tensor condition, Tensor yes, Tensor no) = (Axes.At(inputs, 0), Axes.At(inputs, 1), Axes.At(inputs, 2));
        int[] shape = Broadcast.Shape(Broadcast.Shape(condition.Shape, yes.Shape), no.Shape);
        double[] which = Broadcast.Expand(condition, shape, budget).Numbers;
        (yes, no) = (Broadcast.Expand(yes, shape, budget), Broadcast.Expand(no, shape, budget));
        budget.Take(shape);
        if (yes.IsText)
        {
            (string[] a, string[] b) = (yes.Texts, no.Texts);
            return [new Tensor(shape, [.. which.Select((choice, i) => choice != 0 ? a[i] : b[i])])];
        }

        (double[] first, double[] second) = (yes.Numbers, no.Numbers);
        return [new Tensor(yes.Type, shape, [.. which.Select((choice, i) => choice != 0 ? first[i] : second[i])])];
    }

    private static Kernel Clip(NodeSettings settings)
    {
        (double low, double high) = (settings.Number("min", double.NegativeInfinity), settings.Number("max", double.PositiveInfinity));
        return (inputs, budget) =>
        {
            double least = Bound(Axes.Optional(inputs, 1), low);
            double most = Bound(Axes.Optional(inputs, 2), high);
            return Map(value => Math.Min(Math.Max(value, least), most))(inputs, budget);
        };
    }

    private static double Bound(Tensor? given, double otherwise) =>
        given is null ? otherwise : given.Count == 1 ? given.Numbers[0] : throw new RowRefusedException("a bound of Clip is not one number");

    private static Kernel Cast(NodeSettings settings)
    {
        ElementType type = Formats.Onnx.TensorReader.TypeOf(settings.Integer("to", 0), "Cast");
        return (inputs, budget) =>
        {
            Tensor input = Axes.At(inputs, 0);
            budget.Take(input.Shape);
            return [TextNumbers.Cast(input, type)];
        };
    }
}
