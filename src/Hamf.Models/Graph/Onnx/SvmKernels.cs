using Hamf.Models.Graph.Kernels;

namespace Hamf.Models.Graph.Onnx;

/// <summary>SVMClassifier and SVMRegressor.</summary>
internal static class SvmKernels
{
    // Platt scaling never gets nearer to certainty (libsvm).
    private const double LeastShare = 1e-7;

    // Pairs grow with the square of it.
    private const int MaxClasses = 100;

    public static IEnumerable<KeyValuePair<string, KernelMaker>> All => [new("SVMClassifier", Classifier), new("SVMRegressor", Regressor)];

    private static Kernel Regressor(NodeSettings settings)
    {
        var vectors = new SvmVectors(settings, settings.Small("n_supports", 0));
        double[] rho = settings.Numbers("rho");
        string transform = PostTransform.Read(settings);
        bool isSide = settings.Integer("one_class", 0) != 0;
        if (rho.Length != 1 || (vectors.Count > 0 && vectors.Coefficients.Length != vectors.Count))
        {
            throw settings.Fault($"it has {rho.Length} offsets and {vectors.Coefficients.Length} coefficients for {vectors.Count} support vectors");
        }

        return (inputs, budget) =>
        {
            double[] sum = [rho[0] + vectors.Sum(Axes.At(inputs, 0), budget)];
            PostTransform.Apply(transform, sum);
            double value = isSide ? (sum[0] > 0 ? 1 : -1) : (float)sum[0];
            return [new Tensor(ElementType.Single, [1, 1], [value])];
        };
    }

    private static Kernel Classifier(NodeSettings settings)
    {
        ClassScores scores = ClassScores.Read(settings);
        int[] perClass = settings.Smalls("vectors_per_class");
        int classes = scores.Count;
        int pairs = classes * (classes - 1) / 2;
        (double[] rho, double[] a, double[] b) = (settings.Numbers("rho"), settings.Numbers("prob_a"), settings.Numbers("prob_b"));
        if (classes > MaxClasses || perClass.Length != classes || Array.Exists(perClass, count => count < 0) || rho.Length != pairs)
        {
            throw settings.Fault("it is no support vector classifier of pairs; the linear form is not supported", "Export it as LinearClassifier");
        }

        var vectors = new SvmVectors(settings, (int)Math.Min(perClass.Sum(count => (long)count), int.MaxValue));
        bool hasShares = a.Length > 0;
        if (vectors.Coefficients.Length != (long)vectors.Count * (classes - 1) || (hasShares && (a.Length != pairs || b.Length != pairs)))
        {
            throw settings.Fault($"it has {vectors.Coefficients.Length} coefficients for {vectors.Count} support vectors of {classes} classes");
        }

        bool isAllPositive = vectors.Coefficients.All(weight => weight >= 0);
        return (inputs, budget) =>
        {
            double[] decisions = vectors.Decide(Axes.At(inputs, 0), perClass, rho, budget);
            int voted = Vote(decisions, classes);
            if (hasShares)
            {
                // The label is that of the votes, as in libsvm; shares may disagree with it.
                return scores.Finish(voted, Shares(decisions, a, b, classes, budget), true, budget);
            }

            return classes == 2
                ? scores.Finish(voted, Two(decisions[0], isAllPositive), true, budget)
                : scores.Finish(voted, decisions, true, budget);
        };
    }

    private static double[] Two(double decision, bool isShare) => isShare ? [1 - decision, decision] : [-decision, decision];

    private static int Vote(double[] decisions, int classes)
    {
        var votes = new double[classes];
        int pair = 0;
        for (int i = 0; i < classes; i++)
        {
            for (int j = i + 1; j < classes; j++)
            {
                votes[decisions[pair++] > 0 ? i : j]++;
            }
        }

        return IndexOfMost(votes);
    }

    private static int IndexOfMost(double[] values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }

    private static double[] Shares(double[] decisions, double[] a, double[] b, int classes, RowBudget budget)
    {
        budget.Work(100L * classes * classes * classes);
        var pairs = new double[classes * classes];
        int pair = 0;
        for (int i = 0; i < classes; i++)
        {
            for (int j = i + 1; j < classes; j++, pair++)
            {
                double share = Math.Clamp(1 - PostTransform.Logistic((decisions[pair] * a[pair]) + b[pair]), LeastShare, 1 - LeastShare);
                (pairs[(i * classes) + j], pairs[(j * classes) + i]) = (share, 1 - share);
            }
        }

        var shares = new double[classes];
        PairCoupling.Solve(pairs, shares, new double[(classes * classes) + classes]);
        return shares;
    }
}
