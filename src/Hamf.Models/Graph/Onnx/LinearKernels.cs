namespace Hamf.Models.Graph.Onnx;

/// <summary>LinearClassifier and LinearRegressor.</summary>
internal static class LinearKernels
{
    public static IEnumerable<KeyValuePair<string, KernelMaker>> All => [new("LinearClassifier", Classifier), new("LinearRegressor", Regressor)];

    private static Kernel Classifier(NodeSettings settings)
    {
        ClassScores scores = ClassScores.Read(settings);
        (double[] weights, double[] intercepts) = (settings.Numbers("coefficients"), settings.Numbers("intercepts"));
        int rows = intercepts.Length > 0 ? intercepts.Length : scores.Count;
        if (rows != scores.Count && !(rows == 1 && scores.Count == 2))
        {
            throw settings.Fault($"it has {rows} intercepts for {scores.Count} classes");
        }

        bool isShare = settings.Text("post_transform", "NONE") is "LOGISTIC";
        return (inputs, budget) =>
        {
            double[] sums = Sum(Axes.At(inputs, 0), weights, intercepts, rows, budget);
            return rows == 1 ? Single(scores, sums[0], isShare, budget) : scores.Finish(sums, budget);
        };
    }

    private static Tensor[] Single(ClassScores scores, double sum, bool isLogistic, RowBudget budget)
    {
        double score = isLogistic ? (float)PostTransform.Logistic(sum) : sum;
        return scores.Finish(sum > 0 ? 1 : 0, [1 - score, score], false, budget);
    }

    private static Kernel Regressor(NodeSettings settings)
    {
        (double[] weights, double[] intercepts) = (settings.Numbers("coefficients"), settings.Numbers("intercepts"));
        int targets = settings.Small("targets", 1);
        string transform = PostTransform.Read(settings);
        if (targets is < 1 or > 100_000)
        {
            throw settings.Fault($"it has {targets} targets");
        }

        return (inputs, budget) =>
        {
            double[] sums = Sum(Axes.At(inputs, 0), weights, intercepts, targets, budget);
            PostTransform.Apply(transform, sums);
            return [new Tensor(ElementType.Single, [1, targets], Array.ConvertAll(sums, sum => (double)(float)sum))];
        };
    }

    private static double[] Sum(Tensor input, double[] weights, double[] intercepts, int rows, RowBudget budget)
    {
        int width = input.Count;
        if (weights.Length != (long)width * rows || (intercepts.Length > 0 && intercepts.Length != rows))
        {
            throw new RowRefusedException($"{weights.Length} weights and {intercepts.Length} intercepts do not fit {rows} sums of {width} columns");
        }

        var sums = new double[budget.Take([1, rows])];
        budget.Work(weights.Length);
        double[] values = input.Numbers;
        for (int row = 0; row < rows; row++)
        {
            double sum = intercepts.Length > 0 ? intercepts[row] : 0;
            for (int i = 0; i < width; i++)
            {
                sum += values[i] * weights[(row * width) + i];
            }

            sums[row] = (float)sum;
        }

        return sums;
    }
}
