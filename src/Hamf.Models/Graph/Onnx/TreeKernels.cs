namespace Hamf.Models.Graph.Onnx;

/// <summary>Tree ensembles as nodes among others; a model that is only trees becomes a <see cref="TreeEstimator"/> instead.</summary>
internal static class TreeKernels
{
    public static IEnumerable<KeyValuePair<string, KernelMaker>> All =>
    [
        new("TreeEnsembleClassifier", Classifier),
        new("TreeEnsembleRegressor", Regressor),
        new("TreeEnsemble", Ensemble),
    ];

    private static Kernel Classifier(NodeSettings settings)
    {
        ClassScores scores = ClassScores.Read(settings);
        TreeTable trees = TreeTableReader.Read(settings, "class", scores.Count);
        double[] bases = settings.Values("base_values");
        scores.CheckBases(bases.Length, settings);
        int[] used = [.. trees.Target.Distinct()];
        bool isSingleScore = scores.Count == 2 && used.Length == 1;
        bool isAllPositive = trees.Weight.All(weight => weight >= 0);
        return (inputs, budget) =>
        {
            double[] sums = Sum(trees, Axes.At(inputs, 0), scores.Count, "SUM", budget);
            if (!isSingleScore)
            {
                for (int i = 0; i < sums.Length && bases.Length == sums.Length; i++)
                {
                    sums[i] = Round(sums[i] + bases[i], trees.IsSingle);
                }

                return scores.Finish(sums, budget);
            }

            double score = Round(sums[used[0]] + (bases.Length > 0 ? bases[^1] : 0), trees.IsSingle);
            return scores.FinishSingle(score, isAllPositive, budget);
        };
    }

    private static Kernel Regressor(NodeSettings settings)
    {
        int targets = settings.Small("n_targets", 1);
        string aggregate = settings.Text("aggregate_function", "SUM");
        if (aggregate is not ("SUM" or "AVERAGE" or "MIN" or "MAX"))
        {
            throw settings.Fault($"its aggregate_function is '{aggregate}', which is not supported");
        }

        return Numbers(settings, TreeTableReader.Read(settings, "target", targets), targets, aggregate, PostTransform.Read(settings));
    }

    private static Kernel Ensemble(NodeSettings settings)
    {
        int targets = settings.Small("n_targets", 1);
        int aggregate = settings.Small("aggregate_function", 1);
        int transform = settings.Small("post_transform", 0);
        if (aggregate is < 0 or > 3 || transform < 0 || transform >= PostTransform.Names.Length)
        {
            throw settings.Fault($"its aggregate_function is {aggregate} and its post_transform {transform}, which is not supported");
        }

        string[] names = ["AVERAGE", "SUM", "MIN", "MAX"];
        return Numbers(settings, TreeTableReader5.Read(settings, targets), targets, names[aggregate], PostTransform.Names[transform]);
    }

    private static Kernel Numbers(NodeSettings settings, TreeTable trees, int targets, string aggregate, string transform)
    {
        double[] bases = settings.Values("base_values");
        if (targets is < 1 or > 100_000 || (bases.Length > 0 && bases.Length != targets))
        {
            throw settings.Fault($"it has {targets} targets and {bases.Length} base values");
        }

        return (inputs, budget) =>
        {
            double[] sums = Sum(trees, Axes.At(inputs, 0), targets, aggregate, budget);
            for (int i = 0; i < targets && bases.Length > 0; i++)
            {
                sums[i] = Round(sums[i] + bases[i], trees.IsSingle);
            }

            PostTransform.Apply(transform, sums);
            ElementType type = trees.IsSingle || settings.Has("target_weights_as_tensor") ? ElementType.Single : ElementType.Double;
            return [new Tensor(type, [1, targets], Array.ConvertAll(sums, value => Tensor.Round(type, value)))];
        };
    }

    private static double[] Sum(TreeTable trees, Tensor input, int targets, string aggregate, RowBudget budget)
    {
        if (trees.MaxFeature >= input.Count)
        {
            throw new RowRefusedException($"the trees ask column {trees.MaxFeature} of {input.Count}");
        }

        double[] sums = new double[budget.Take([1, targets])];
        var isSet = new bool[targets];
        double[] values = input.Type == ElementType.Single ? input.Numbers : Array.ConvertAll(input.Numbers, value => trees.IsSingle ? (float)value : value);
        for (int tree = 0; tree < trees.Roots.Length; tree++)
        {
            long steps = 1;
            int leaf = trees.FindLeaf(tree, values, ref steps);
            budget.Work(steps);
            for (int i = trees.WeightStart[leaf]; i < trees.WeightStart[leaf + 1]; i++)
            {
                int target = trees.Target[i];
                double weight = trees.Weight[i];
                sums[target] = aggregate switch
                {
                    "MIN" => isSet[target] ? Math.Min(sums[target], weight) : weight,
                    "MAX" => isSet[target] ? Math.Max(sums[target], weight) : weight,
                    _ => Round(sums[target] + weight, trees.IsSingle),
                };
                isSet[target] = true;
            }
        }

        return aggregate == "AVERAGE" ? Array.ConvertAll(sums, sum => Round(sum / Math.Max(trees.Roots.Length, 1), trees.IsSingle)) : sums;
    }

    private static double Round(double value, bool toSingle) => toSingle ? (float)value : value;
}
