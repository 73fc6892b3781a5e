namespace Hamf.Models.Graph.Onnx;

/// <summary>Products of matrices.</summary>
internal static class MatrixKernels
{
    public static IEnumerable<KeyValuePair<string, KernelMaker>> All => [new("MatMul", _ => MatMul), new("Gemm", Gemm)];

    private static Tensor[] MatMul(Tensor?[] inputs, RowBudget budget)
    {
        (Tensor first, Tensor second) = (Axes.At(inputs, 0), Axes.At(inputs, 1));
        if (first.Rank is < 1 or > 2 || second.Rank is < 1 or > 2)
        {
            throw new RowRefusedException("a product of more than two axes is not supported");
        }

        Tensor a = first.Rank == 2 ? first : first.Reshape([1, first.Count]);
        Tensor b = second.Rank == 2 ? second : second.Reshape([second.Count, 1]);
        Tensor product = Multiply(a, b, budget);
        int[] shape = [.. first.Rank == 2 ? product.Shape[..1] : [], .. second.Rank == 2 ? product.Shape[1..] : []];
        return [product.Reshape(shape)];
    }

    private static Kernel Gemm(NodeSettings settings)
    {
        (double alpha, double beta) = (settings.Number("alpha", 1), settings.Number("beta", 1));
        (bool turnsFirst, bool turnsSecond) = (settings.Integer("transA", 0) != 0, settings.Integer("transB", 0) != 0);
        return (inputs, budget) =>
        {
            Tensor a = Turn(Axes.At(inputs, 0), turnsFirst, budget);
            Tensor product = Multiply(a, Turn(Axes.At(inputs, 1), turnsSecond, budget), budget);
            double[] values = product.Numbers;
            double[]? added = Axes.Optional(inputs, 2) is { } c ? Broadcast.Expand(c, product.Shape, budget).Numbers : null;
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = Tensor.Round(a.Type, (alpha * values[i]) + (added is null ? 0 : beta * added[i]));
            }

            return [product];
        };
    }

    // Sums are kept in double and rounded at the end: at least as near to the exact value as any order of float sums.
    private static Tensor Multiply(Tensor first, Tensor second, RowBudget budget)
    {
        (int rows, int inner, int columns) = (first.Shape[0], first.Shape[1], second.Shape[1]);
        if (second.Shape[0] != inner)
        {
            throw new RowRefusedException($"the matrices [{rows}, {inner}] and [{second.Shape[0]}, {columns}] do not fit each other");
        }

        int[] shape = [rows, columns];
        var result = new double[budget.Take(shape)];
        budget.Work((long)rows * inner * columns);
        (double[] a, double[] b) = (first.Numbers, second.Numbers);
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < inner; i++)
            {
                double factor = a[(row * inner) + i];
                for (int column = 0; column < columns; column++)
                {
                    result[(row * columns) + column] += factor * b[(i * columns) + column];
                }
            }
        }

        for (int i = 0; i < result.Length; i++)
        {
            result[i] = Tensor.Round(first.Type, result[i]);
        }

        return new Tensor(first.Type, shape, result);
    }

    private static Tensor Turn(Tensor matrix, bool isTurned, RowBudget budget)
    {
        if (matrix.Rank != 2)
        {
            throw new RowRefusedException("Gemm needs matrices");
        }

        int[] shape = [matrix.Shape[1], matrix.Shape[0]];
        return isTurned ? matrix.Pick(shape, Broadcast.Walk(shape, [1, matrix.Shape[1]], 0, budget.Take(shape))) : matrix;
    }
}
