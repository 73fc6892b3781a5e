using System.Globalization;
using Hamf.Models.Calibration;
using Hamf.Models.Graph;
using Hamf.Models.Graph.Onnx;
using Hamf.Models.Linear;
using Hamf.Models.Trees;

namespace Hamf.Models.Formats.Onnx.Export;

/// <summary>
/// Writes a model as ONNX (docs/formats/onnx.md). Inputs are floats, or one input per feature where some are categories; outputs are <c>label</c> and
/// <c>probabilities</c>, or <c>value</c>, or <c>anomaly</c>. For inputs that are floats every split of a tree decides as in Hamf.
/// </summary>
public static class OnnxExport
{
    /// <summary>Writes a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="target">Receives the file.</param>
    /// <param name="options">What the file says beside it, or null.</param>
    /// <exception cref="NotSupportedException">The model, or a part of it, has no form in ONNX; the message names it.</exception>
    public static void Write(Model model, Stream target, OnnxExportOptions? options = null)
    {
        if (model is GraphModel { Estimator: OnnxProgram program })
        {
            target.Write(program.Content);
            return;
        }

        options ??= new OnnxExportOptions();
        var graph = new ExportGraph();
        string outputs = Outputs(graph, new ExportInputs(graph, model.Features), model);
        string[] classes = ClassesOf(model);
        switch (model.Output)
        {
            case OutputKind.Value:
                graph.Output("value", graph.Cast(outputs, ElementType.Single), ElementType.Single, 1);
                break;
            case OutputKind.Anomaly:
                graph.Output("anomaly", graph.Cast(outputs, ElementType.Single), ElementType.Single, 1);
                break;
            default:
                if (options.ScoreOnly)
                {
                    WriteScore(graph, outputs, classes.Length, PositiveClassOf(model));
                    break;
                }

                WriteClasses(graph, outputs, classes, options.Threshold, PositiveClassOf(model));
                break;
        }

        graph.Write(target, options.Version, Metadata(model, classes, options));
    }

    private static string Outputs(ExportGraph graph, ExportInputs inputs, Model model) => model switch
    {
        TreeModel trees => Shares(graph, TreeExport.Write(graph, inputs.All(), trees), trees),
        AdditiveModel additive => Shares(graph, AdditiveExport.Write(graph, inputs, additive), additive),
        CalibratedModel { Inner: GraphModel } => throw NoForm("a curve over an imported model"),
        CalibratedModel calibrated => Shares(graph, CurveExport.Write(graph, Score(graph, inputs, calibrated.Inner), calibrated.Curve), calibrated),
        GraphModel imported => GraphExport.Write(graph, inputs, imported),
        _ => throw NoForm($"a model of kind '{model.Algorithm}'"),
    };

    // The probability of the positive class alone.
    private static string Score(ExportGraph graph, ExportInputs inputs, Model model) => model switch
    {
        TreeModel trees => TreeExport.Write(graph, inputs.All(), trees),
        AdditiveModel additive => AdditiveExport.Write(graph, inputs, additive),
        CalibratedModel calibrated => CurveExport.Write(graph, Score(graph, inputs, calibrated.Inner), calibrated.Curve),
        _ => throw NoForm($"a curve over a model of kind '{model.Algorithm}'"),
    };

    // One probability becomes those of both classes.
    private static string Shares(ExportGraph graph, string outputs, Model model) =>
        model.Output == OutputKind.Probability ? graph.BothShares(outputs) : outputs;

    private static NotSupportedException NoForm(string what) => ExportGraph.NoForm(what);

    private static string[] ClassesOf(Model model) => model switch
    {
        GraphModel imported => [.. imported.Classes],
        { Output: OutputKind.Probability } => ["0", "1"],
        { Output: OutputKind.ClassProbabilities } => [.. Enumerable.Range(0, model.OutputCount).Select(i => i.ToString(CultureInfo.InvariantCulture))],
        _ => [],
    };

    private static int PositiveClassOf(Model model) => model is GraphModel imported ? imported.PositiveClass : model.Output == OutputKind.Probability ? 1 : -1;

    private static void WriteScore(ExportGraph graph, string shares, int classes, int positive)
    {
        string score = positive >= 0 ? graph.Plain("Gather", [shares, graph.Integers(positive)], ("axis", 1L)) : shares;
        graph.Output("score", graph.Cast(score, ElementType.Single), ElementType.Single, positive >= 0 ? 1 : classes);
    }

    private static void WriteClasses(ExportGraph graph, string shares, string[] classes, double? threshold, int positive)
    {
        string best = classes.Length == 2 && positive >= 0 && threshold is { } least
            ? AtLeast(graph, shares, least, positive)
            : graph.Plain("ArgMax", [shares], ("axis", 1L), ("keepdims", 0L));
        bool areNumbers = Array.TrueForAll(classes, name => long.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _));
        (string, object) values = areNumbers
            ? ("values_int64s", classes.Select(name => long.Parse(name, CultureInfo.InvariantCulture)).ToList())
            : ("values_strings", classes.ToList());
        string label = graph.Learned("LabelEncoder", [best], ("keys_int64s", Enumerable.Range(0, classes.Length).Select(i => (long)i).ToList()), values);
        graph.Output("label", label, areNumbers ? ElementType.Int64 : ElementType.Text, 0);
        graph.Output("probabilities", graph.Cast(shares, ElementType.Single), ElementType.Single, classes.Length);
    }

    private static string AtLeast(ExportGraph graph, string shares, double threshold, int positive)
    {
        string share = graph.Plain("Gather", [shares, graph.Integers(positive)], ("axis", 1L));
        string isPositive = graph.Cast(graph.Plain("GreaterOrEqual", [share, graph.Doubles([threshold], 1)]), ElementType.Int64);
        string index = positive == 1 ? isPositive : graph.Plain("Sub", [graph.Integers(1), isPositive]);
        return graph.Plain("Reshape", [index, graph.Integers(-1)]);
    }

    private static Dictionary<string, string> Metadata(Model model, string[] classes, OnnxExportOptions options)
    {
        var all = new Dictionary<string, string>(options.Metadata, StringComparer.Ordinal)
        {
            ["algorithm"] = model.Algorithm,
            [OnnxFile.FeatureNamesKey] = string.Join('\n', model.Features.Select(feature => feature.Name)),
        };
        if (classes.Length > 0)
        {
            all["classes"] = string.Join('\n', classes);
        }

        if (options.Threshold is { } threshold)
        {
            all["threshold"] = threshold.ToString("R", CultureInfo.InvariantCulture);
        }

        return all;
    }
}
