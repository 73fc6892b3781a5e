using Hamf.Models.Data;
using Hamf.Models.Formats;
using Hamf.Models.Formats.Hamf;
using Hamf.Models.Formats.Onnx;
using Hamf.Models.Trees;

namespace Hamf.Models.Graph.Onnx;

/// <summary>Makes trees of the scoring engine from an ONNX graph that holds nothing else.</summary>
internal static class OnnxTrees
{
    // A table of all leaves and outputs must not be much larger than what the file holds.
    private const int MaxGrowth = 8;

    /// <summary>The trees, or null when the graph does more than the engine can say.</summary>
    /// <exception cref="ImportException">The trees cannot be proved sane.</exception>
    public static TreeEstimator? TryBuild(OnnxGraph graph, OnnxSignature signature, OnnxOutputs outputs)
    {
        OnnxNode? node = outputs.Scores is null ? null : outputs.MakerOf(outputs.Scores);
        bool isAlone = node is not null
            && node.Operator is "TreeEnsembleClassifier" or "TreeEnsembleRegressor" or "TreeEnsemble"
            && signature.Single is { Type: ElementType.Single or ElementType.Double } input
            && ReadsInput(graph, node!, input.Name)
            && (outputs.Label is null || outputs.MakerOf(outputs.Label) == node);
        if (!isAlone)
        {
            return null;
        }

        var settings = new NodeSettings(node!, (int)graph.Opsets.GetValueOrDefault(OnnxNode.MachineLearning, 1));
        (TreeTable trees, double[] bases, TreeLink? link, bool isMean) = node!.Operator == "TreeEnsembleClassifier"
            ? Classifier(settings, outputs)
            : Regressor(settings, node.Operator == "TreeEnsemble");
        return link is null || !CanBuild(trees, bases.Length) ? null : Build(trees, bases, link.Value, isMean, signature, outputs, settings);
    }

    // Casts to float and identities may stand between.
    private static bool ReadsInput(OnnxGraph graph, OnnxNode node, string input)
    {
        string name = node.Inputs.Count > 0 ? node.Inputs[0] : string.Empty;
        for (int i = 0; i < 8 && name != input; i++)
        {
            OnnxNode? maker = graph.Nodes.FirstOrDefault(other => other.Outputs.Contains(name));
            bool isForm = maker is not null
                && (maker.IsPlain("Identity") || (maker.IsPlain("Cast") && maker.Attributes["to"].Integer == (long)ElementType.Single));
            if (!isForm || maker!.Inputs.Count == 0)
            {
                return false;
            }

            name = maker.Inputs[0];
        }

        return name == input;
    }

    private static (TreeTable Trees, double[] Bases, TreeLink? Link, bool IsMean) Classifier(NodeSettings settings, OnnxOutputs outputs)
    {
        int classes = ClassScores.LabelsOf(settings).Count;
        TreeTable trees = TreeTableReader.Read(settings, "class", classes);
        double[] bases = settings.Values("base_values");
        string transform = settings.Text("post_transform", "NONE");
        bool isSingle = classes == 2 && trees.Target.Distinct().Count() == 1;
        if (isSingle)
        {
            Array.Clear(trees.Target);
            double start = bases.Length > 0 ? bases[^1] : 0;
            bool isShare = trees.Weight.All(weight => weight >= 0);
            TreeLink? single = (isShare, transform) switch { (true, "NONE") => TreeLink.Probability, (false, "LOGISTIC") => TreeLink.Logistic, _ => null };
            return (trees, [start], single, false);
        }

        TreeLink? link = !outputs.IsProbability ? null : transform switch { "NONE" => TreeLink.Probability, "SOFTMAX" => TreeLink.Softmax, _ => null };
        return (trees, bases.Length == classes ? bases : new double[classes], link, false);
    }

    private static (TreeTable Trees, double[] Bases, TreeLink? Link, bool IsMean) Regressor(NodeSettings settings, bool isVersion5)
    {
        int targets = settings.Small("n_targets", 1);
        TreeTable trees = isVersion5 ? TreeTableReader5.Read(settings, targets) : TreeTableReader.Read(settings, "target", targets);
        string aggregate = isVersion5 ? settings.Small("aggregate_function", 1) switch { 0 => "AVERAGE", 1 => "SUM", _ => "?" } : settings.Text("aggregate_function", "SUM");
        bool isPlain = isVersion5 ? settings.Small("post_transform", 0) == 0 : settings.Text("post_transform", "NONE") == "NONE";
        double[] bases = settings.Values("base_values");
        bool isMean = aggregate == "AVERAGE";
        bool fits = targets == 1 && isPlain && (aggregate == "SUM" || (isMean && !Array.Exists(bases, value => value != 0)));
        return (trees, bases.Length == 1 ? bases : [0], fits ? TreeLink.Identity : null, isMean);
    }

    private static bool CanBuild(TreeTable trees, int outputs)
    {
        bool isSplitByNumber = true;
        for (int node = 0; node < trees.Count; node++)
        {
            isSplitByNumber &= trees.Mode[node] switch
            {
                TreeMode.Leaf or TreeMode.AtMost or TreeMode.Above => true,
                TreeMode.Below or TreeMode.AtLeast => double.IsFinite(trees.Threshold[node]),
                _ => false,
            };
        }

        return isSplitByNumber
            && trees.IsUnshared
            && trees.Roots.Length > 0
            && (outputs == 1 || (long)trees.Count * outputs <= MaxGrowth * (long)(trees.Weight.Length + trees.Count));
    }

    private static TreeEstimator? Build(TreeTable trees, double[] bases, TreeLink link, bool isMean, OnnxSignature signature, OnnxOutputs outputs, NodeSettings settings)
    {
        TreeEnsemble ensemble = new TreeEnsembleWriter(trees, bases, isMean, roundsInput: trees.IsSingle || signature.Single!.Type == ElementType.Single).Write();
        FeatureInfo[] features = [.. Enumerable.Range(0, signature.Width).Select(i => FeatureInfo.Numeric($"x{i}"))];
        string? fault = TreeEnsembleCheck.FindFault(ensemble, features);
        if (fault is not null)
        {
            throw settings.Fault($"its trees are damaged: {fault}");
        }

        return TreeRange.Fits(ensemble, link)
            ? new TreeEstimator(new TreeModel("trees", features, ensemble, link, new double[features.Length]), outputs.Classes)
            : null;
    }
}
