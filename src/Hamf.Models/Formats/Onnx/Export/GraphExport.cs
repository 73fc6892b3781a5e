using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Models.Graph.Linear;
using Hamf.Models.Graph.Onnx;
using Hamf.Models.Graph.Preprocessing;
using Hamf.Models.Trees;

namespace Hamf.Models.Formats.Onnx.Export;

/// <summary>Imported models of numbers whose parts have a form in ONNX: scalers, then trees or planes. In between everything is a double.</summary>
internal static class GraphExport
{
    /// <summary>Writes the model.</summary>
    /// <returns>Name of the probabilities of all classes, or of the number, doubles.</returns>
    /// <exception cref="NotSupportedException">A part has no form; the message names it.</exception>
    public static string Write(ExportGraph graph, ExportInputs inputs, GraphModel model)
    {
        if (model.Output == OutputKind.Decision || model.Features.Any(feature => feature.Kind != FeatureKind.Numeric) || model.Features.Count == 0)
        {
            throw ExportGraph.NoForm($"the part '{model.Estimator.Kind}', with decision values, texts or no columns,");
        }

        return Predict(graph, inputs.Numbers([.. Enumerable.Range(0, model.Features.Count)]), model.Estimator);
    }

    private static string Predict(ExportGraph graph, string rows, Estimator estimator)
    {
        // As many parts as there are, one behind the other.
        while (estimator is PipelineEstimator pipeline)
        {
            rows = Apply(graph, rows, pipeline.First);
            estimator = pipeline.Last;
        }

        return estimator switch
        {
            TreeEstimator { Model: var trees } => Trees(graph, rows, trees),
            LinearClassifier linear => Shares(graph, Sums(graph, rows, linear.Sums), linear),
            LinearRegressor { IsExponential: true, Sums: var sums } => graph.Plain("Exp", [Sums(graph, rows, sums)]),
            LinearRegressor { Sums: var sums } => Sums(graph, rows, sums),
            _ => throw ExportGraph.NoForm($"the part '{estimator.Kind}'"),
        };
    }

    private static string Apply(ExportGraph graph, string rows, Operator step) => step switch
    {
        ChainOperator chain => chain.Steps.Aggregate(rows, (before, next) => Apply(graph, before, next)),
        CentringScaler scaler => Row(graph, "Div", Row(graph, "Sub", rows, scaler.Centres), scaler.Scales),
        RangeScaler scaler => Limit(graph, Row(graph, "Add", Row(graph, "Mul", rows, scaler.Factors), scaler.Offsets), scaler),
        _ => throw ExportGraph.NoForm($"the part '{step.Kind}'"),
    };

    // One number for each column; none changes nothing.
    private static string Row(ExportGraph graph, string name, string rows, double[] numbers) =>
        numbers.Length == 0 ? rows : graph.Plain(name, [rows, graph.Doubles(numbers, 1, numbers.Length)]);

    private static string Limit(ExportGraph graph, string rows, RangeScaler scaler) => double.IsInfinity(scaler.Least) && double.IsInfinity(scaler.Most)
        ? rows
        : graph.Plain("Min", [graph.Plain("Max", [rows, graph.Doubles([scaler.Least], 1)]), graph.Doubles([scaler.Most], 1)]);

    private static string Trees(ExportGraph graph, string rows, TreeModel trees)
    {
        string outputs = TreeExport.Write(graph, graph.Cast(rows, ElementType.Single), trees);
        return trees.Output == OutputKind.Probability ? graph.BothShares(outputs) : outputs;
    }

    private static string Sums(ExportGraph graph, string rows, LinearSums sums)
    {
        var turned = new double[sums.Width * sums.Count];
        for (int i = 0; i < turned.Length; i++)
        {
            turned[i] = sums.Weights.Values[((i % sums.Count) * sums.Width) + (i / sums.Count)];
        }

        string products = graph.Plain("MatMul", [rows, graph.Doubles(turned, sums.Width, sums.Count)]);
        return graph.Plain("Add", [products, graph.Doubles(sums.Intercepts, 1, sums.Count)]);
    }

    private static string Shares(ExportGraph graph, string sums, LinearClassifier linear)
    {
        if (linear.ProbabilityLink == LinearLink.Logistic)
        {
            string each = graph.Plain("Sigmoid", [sums]);
            return linear.Sums.Count == 1
                ? graph.BothShares(each)
                : graph.Plain("Div", [each, graph.Plain("ReduceSum", [each, graph.Integers(1)], ("keepdims", 1L))]);
        }

        if (linear.ProbabilityLink != LinearLink.Softmax)
        {
            throw ExportGraph.NoForm($"the part '{linear.Kind}' with the link {linear.ProbabilityLink}");
        }

        string all = linear.Sums.Count == 1 ? graph.Plain("Concat", [graph.Plain("Neg", [sums]), sums], ("axis", 1L)) : sums;
        return graph.Plain("Softmax", [all], ("axis", 1L));
    }
}
