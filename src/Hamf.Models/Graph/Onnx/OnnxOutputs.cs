using Hamf.Models.Formats;
using Hamf.Models.Formats.Onnx;

namespace Hamf.Models.Graph.Onnx;

/// <summary>Which outputs of an ONNX graph are the label and the scores, and what the scores mean.</summary>
internal sealed class OnnxOutputs
{
    // The row that is tried tells a probability from a margin.
    private const double SumSlack = 1e-3;

    // A chain longer than this is no chain of casts.
    private const int PassThroughMax = 64;

    private static readonly string[] PassThrough = ["Identity", "Cast", "Reshape", "Squeeze", "Unsqueeze", "Flatten", "ZipMap"];

    private readonly Dictionary<string, OnnxNode> _makerOf = new(StringComparer.Ordinal);

    /// <param name="graph">The graph.</param>
    /// <exception cref="ImportException">The outputs cannot be told apart.</exception>
    public OnnxOutputs(OnnxGraph graph)
    {
        foreach (OnnxNode node in graph.Nodes)
        {
            foreach (string output in node.Outputs)
            {
                _makerOf.TryAdd(output, node);
            }
        }

        OnnxValue[] labels = [.. graph.Outputs.Where(IsLabel)];
        OnnxValue[] scores = [.. graph.Outputs.Where(output => !IsLabel(output))];
        if (labels.Length > 1 || scores.Length > 1 || graph.Outputs.Count == 0)
        {
            string names = string.Join(", ", graph.Outputs.Take(10).Select(output => $"'{output.Name}'"));
            throw new ImportException(
                "outputs",
                $"the ONNX file has the outputs {names}; one label, one row of scores or one of each can be read",
                "Export the model with fewer outputs");
        }

        (Label, Scores) = (labels.Length > 0 ? labels[0].Name : null, scores.Length > 0 ? scores[0].Name : null);
    }

    /// <summary>Name of the output that holds the label, or null.</summary>
    public string? Label { get; }

    /// <summary>Name of the output that holds the scores, or null.</summary>
    public string? Scores { get; }

    /// <summary>The class labels; empty for a number.</summary>
    public string[] Classes { get; private set; } = [];

    /// <summary>Whether the scores are probabilities of the classes.</summary>
    public bool IsProbability { get; private set; }

    /// <summary>Whether the only score is the probability of the second class.</summary>
    public bool IsSingleShare { get; private set; }

    /// <summary>What makes a value, with everything looked through that changes only its form; null for inputs and constants.</summary>
    public OnnxNode? MakerOf(string name)
    {
        OnnxNode? node = _makerOf.GetValueOrDefault(name);
        for (int i = 0; i < PassThroughMax && node is not null && PassThrough.Contains(node.Operator) && node.Inputs.Count > 0; i++)
        {
            node = _makerOf.GetValueOrDefault(node.Inputs[0]);
        }

        return node;
    }

    /// <summary>Takes from the values of one row what the outputs mean.</summary>
    /// <param name="plan">The plan, for constants.</param>
    /// <param name="label">The label, or null.</param>
    /// <param name="scores">The scores, or null.</param>
    public void Interpret(OnnxPlan plan, Tensor? label, Tensor? scores)
    {
        if ((label is not null && label.Count != 1) || (scores is not null && (scores.Count == 0 || scores.IsText)))
        {
            throw new ImportException("outputs", $"one row gives {label?.Count} labels and {scores?.Count} scores", "Export the model with one label and one row of scores for each row");
        }

        OnnxNode? maker = Scores is null ? null : MakerOf(Scores);
        if (label is null && scores!.Count == 1)
        {
            (IsSingleShare, IsProbability) = (maker?.Operator == "Sigmoid", maker?.Operator == "Sigmoid");
            Classes = IsSingleShare ? ["0", "1"] : [];
            return;
        }

        Classes = FindClasses(plan, scores?.Count ?? 0);
        if (Classes.Distinct(StringComparer.Ordinal).Count() != Classes.Length || Classes.Length < 2)
        {
            throw new ImportException("outputs", $"the class labels [{string.Join(", ", Classes.Take(10))}] are not two or more different ones");
        }

        if (scores is not null && scores.Count != Classes.Length && scores.Count != 1)
        {
            throw new ImportException($"output '{Scores}'", $"it has {scores.Count} scores for {Classes.Length} classes");
        }

        IsProbability = scores is not null && scores.Count == Classes.Length && MeansProbability(maker, plan) && IsDistribution(scores.Numbers);
        if (label is null && !IsProbability)
        {
            throw new ImportException($"output '{Scores}'", $"it has {scores!.Count} values that are no probabilities, and there is no label", "Export the model with its label");
        }
    }

    /// <summary>Whether the numbers are the probabilities of classes; a missing one does not speak against it.</summary>
    public static bool IsDistribution(double[] scores)
    {
        double sum = scores.Sum();
        return double.IsNaN(sum) || (Math.Abs(sum - 1) <= SumSlack && Array.TrueForAll(scores, score => score is >= -SumSlack and <= 1 + SumSlack));
    }

    private static bool IsLabel(OnnxValue output) => output.Type is ElementType.Int64 or ElementType.Int32 or ElementType.Text or ElementType.Truth;

    private string[] FindClasses(OnnxPlan plan, int scoreCount)
    {
        OnnxNode? zip = Scores is null ? null : _makerOf.GetValueOrDefault(Scores);
        OnnxNode? maker = Label is null ? null : MakerOf(Label);
        Tensor? found = zip is not null && zip.IsLearned("ZipMap") ? ClassScores.LabelsOf(new NodeSettings(zip, 1))
            : maker is null ? null
            : maker.Operator is "TreeEnsembleClassifier" or "LinearClassifier" or "SVMClassifier" ? ClassScores.LabelsOf(new NodeSettings(maker, 1))
            : maker.Operator is "ArrayFeatureExtractor" or "Gather" ? plan.ConstantOf(maker.Inputs[0])
            : maker.IsLearned("LabelEncoder") ? EncodedLabels(maker)
            : null;
        if (found is not null)
        {
            return found.IsText ? found.Texts : Array.ConvertAll(found.Numbers, value => TextNumbers.Print(value, ElementType.Double));
        }

        return scoreCount == 1 ? NoveltyClasses.All : [.. Enumerable.Range(0, scoreCount).Select(i => TextNumbers.Print(i, ElementType.Int64))];
    }

    private static Tensor? EncodedLabels(OnnxNode node)
    {
        var settings = new NodeSettings(node, 2);
        IReadOnlyList<string> texts = settings.Texts(settings.Has("values_strings") ? "values_strings" : "classes_strings");
        return texts.Count > 0 ? new Tensor([texts.Count], [.. texts])
            : settings.Has("values_int64s") ? Tensor.Integers([.. settings.Integers("values_int64s").Select(value => (double)value)])
            : null;
    }

    private bool MeansProbability(OnnxNode? maker, OnnxPlan plan)
    {
        if (maker is null)
        {
            return false;
        }

        var settings = new NodeSettings(maker, 1);
        return maker.Operator switch
        {
            "Softmax" => true,
            "Normalizer" => settings.Text("norm", "MAX") == "L1",
            "TreeEnsembleClassifier" => settings.Text("post_transform", "NONE") != "NONE" || Array.TrueForAll(settings.Values("class_weights"), weight => weight >= 0),
            "LinearClassifier" => settings.Text("post_transform", "NONE") != "NONE",
            "SVMClassifier" => settings.Has("prob_a"),
            _ => plan.ConstantOf(Scores!) is null && Scores!.Contains("prob", StringComparison.OrdinalIgnoreCase),
        };
    }
}
