using System.Globalization;
using Hamf.Models.Formats;
using Hamf.Models.Formats.Hamf;
using Hamf.Models.Formats.Onnx;

namespace Hamf.Models.Graph.Onnx;

/// <summary>
/// An ONNX graph that is run as it stands, a row at a time. It keeps the file, so that what is read back from a model file passes the same
/// checks. Rows make garbage; a graph of trees alone becomes a <see cref="TreeEstimator"/> instead.
/// </summary>
internal sealed class OnnxProgram : Estimator
{
    public const string KindName = "onnx";

    private readonly ReadOnlyMemory<byte> _content;
    private readonly OnnxSignature _signature;
    private readonly OnnxPlan _plan;
    private readonly int[] _inputSlots;
    private readonly int _labelSlot;
    private readonly int _scoresSlot;
    private readonly int _scoreCount;
    private readonly Dictionary<string, int> _classOf = new(StringComparer.Ordinal);

    /// <param name="content">The file.</param>
    /// <param name="graph">What it holds.</param>
    /// <param name="signature">How columns become inputs.</param>
    /// <exception cref="ImportException">The graph cannot run.</exception>
    public OnnxProgram(ReadOnlyMemory<byte> content, OnnxGraph graph, OnnxSignature signature)
    {
        (_content, _signature) = (content, signature);
        Outputs = new OnnxOutputs(graph);
        _plan = new OnnxPlan(graph);
        _inputSlots = [.. graph.Inputs.Select(input => _plan.SlotOf(input.Name))];
        (_labelSlot, _scoresSlot) = (SlotOf(Outputs.Label), SlotOf(Outputs.Scores));
        Tensor?[] slots = Try();
        Tensor? scores = _scoresSlot < 0 ? null : slots[_scoresSlot];
        Outputs.Interpret(_plan, _labelSlot < 0 ? null : slots[_labelSlot], scores);
        _scoreCount = scores?.Count ?? 0;
        for (int i = 0; i < Classes.Count; i++)
        {
            _classOf[Classes[i]] = i;
        }
    }

    /// <summary>What the outputs are.</summary>
    public OnnxOutputs Outputs { get; }

    /// <summary>The file.</summary>
    public ReadOnlySpan<byte> Content => _content.Span;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override string Algorithm => "onnx";

    /// <inheritdoc/>
    public override int InputWidth => _signature.Width;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => Outputs.Classes;

    /// <inheritdoc/>
    public override bool HasProbabilities => Outputs.IsProbability;

    /// <inheritdoc/>
    public override int DecisionCount => Classes.Count == 0 || HasProbabilities ? 0 : Classes.Count == 2 ? Math.Min(_scoreCount, 1) : _scoreCount;

    public static OnnxProgram Read(ref PartReader reader)
    {
        byte[] content = reader.Bytes();
        try
        {
            OnnxGraph graph = OnnxParser.Parse(content);
            return new OnnxProgram(content, graph, new OnnxSignature(graph));
        }
        catch (ImportException e)
        {
            throw new ArgumentException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public override bool ReadsText(int column) => _signature.IsText(column);

    /// <inheritdoc/>
    public override void Write(PartWriter writer) => writer.Bytes(_content.Span);

    /// <inheritdoc/>
    public override void Probabilities(RowVector row, Span<double> probabilities, Workspace workspace)
    {
        double[] scores = ScoresOf(Run(row, workspace));
        if (Outputs.IsSingleShare)
        {
            (probabilities[0], probabilities[1]) = (1 - scores[0], scores[0]);
            return;
        }

        if (!OnnxOutputs.IsDistribution(scores) || Array.Exists(scores, double.IsNaN))
        {
            throw new RowRefusedException("the model gives scores that are no probabilities for this row");
        }

        scores.CopyTo(probabilities);
    }

    /// <inheritdoc/>
    public override void Decide(RowVector row, Span<double> values, Workspace workspace)
    {
        double[] scores = ScoresOf(Run(row, workspace));

        // Two classes have the values -d and d.
        scores[^DecisionCount..].CopyTo(values);
    }

    /// <inheritdoc/>
    public override double Predict(RowVector row, Workspace workspace)
    {
        Tensor?[] slots = Run(row, workspace);
        if (_labelSlot < 0)
        {
            double[] scores = ScoresOf(slots);
            return Outputs.IsSingleShare ? (scores[0] > 0.5 ? 1 : 0) : _scoreCount == 1 ? scores[0] : IndexOfLargest(scores);
        }

        Tensor label = slots[_labelSlot]!;
        string text = label.Count != 1 ? string.Empty
            : label.IsText ? label.Texts[0]
            : label.Numbers[0].ToString("R", CultureInfo.InvariantCulture);
        return _classOf.TryGetValue(text, out int found) ? found : throw new RowRefusedException("the model gives a label that is none of its classes");
    }

    private int SlotOf(string? name) => name is null ? -1 : _plan.SlotOf(name);

    // A row of zeros shows the shapes, and whether every node can run.
    private Tensor?[] Try()
    {
        try
        {
            return Run(new double[InputWidth], []);
        }
        catch (RowRefusedException e)
        {
            throw new ImportException(string.Empty, $"the ONNX file cannot be run: {e.Message.TrimEnd('.')}");
        }
    }

    private Tensor?[] Run(RowVector row, Workspace workspace)
    {
        if (!row.IsSparse)
        {
            return Run(row.Numbers, row.Texts);
        }

        RowVector dense = workspace.Rent(InputWidth);
        row.CopyTo(dense.Numbers);
        Tensor?[] slots = Run(dense.Numbers, []);
        workspace.Return();
        return slots;
    }

    private Tensor?[] Run(ReadOnlySpan<double> numbers, ReadOnlySpan<string?> texts) => _plan.Run(_inputSlots.Zip(_signature.Bind(numbers, texts)));

    private double[] ScoresOf(Tensor?[] slots)
    {
        double[] scores = slots[_scoresSlot]!.Numbers;
        return scores.Length == _scoreCount ? scores : throw new RowRefusedException($"the model gives {scores.Length} scores for this row, {_scoreCount} are usual");
    }
}
