namespace Hamf.Models.Graph.Onnx;

/// <summary>
/// How the classifiers of classical machine learning turn scores into a label and a row of scores. The specification leaves the case of one
/// score for two classes open; this is what ONNX Runtime does, which the converters rely on. With a score for each class the label is
/// that of the highest, as specified.
/// </summary>
internal sealed class ClassScores
{
    private readonly Tensor _labels;
    private readonly string _transform;

    private ClassScores(Tensor labels, string transform) => (_labels, _transform) = (labels, transform);

    /// <summary>Number of classes.</summary>
    public int Count => _labels.Count;

    /// <summary>Reads labels and transform of a classifier.</summary>
    public static ClassScores Read(NodeSettings settings) => new(LabelsOf(settings), PostTransform.Read(settings));

    /// <summary>The class labels of a classifier.</summary>
    public static Tensor LabelsOf(NodeSettings settings)
    {
        IReadOnlyList<string> texts = settings.Texts(settings.Has("classlabels_strings") ? "classlabels_strings" : "cats_strings");
        double[] numbers = [.. settings.Integers(settings.Has("classlabels_int64s") ? "classlabels_int64s" : "classlabels_ints").Select(i => (double)i)];
        if (texts.Count + numbers.Length < 2 || (texts.Count > 0 && numbers.Length > 0))
        {
            throw settings.Fault($"it has {texts.Count + numbers.Length} class labels; two or more of one kind are needed");
        }

        return texts.Count > 0 ? new Tensor([texts.Count], [.. texts]) : Tensor.Integers(numbers);
    }

    /// <summary>Refuses base values that fit neither the classes nor a single score.</summary>
    public void CheckBases(int bases, NodeSettings settings)
    {
        if (bases != 0 && bases != Count && !(bases == 1 && Count == 2))
        {
            throw settings.Fault($"it has {bases} base values for {Count} classes");
        }
    }

    /// <summary>Label and scores of one score per class.</summary>
    public Tensor[] Finish(double[] scores, RowBudget budget)
    {
        int best = 0;
        for (int i = 1; i < scores.Length; i++)
        {
            best = scores[i] > scores[best] ? i : best;
        }

        return Finish(best, scores, true, budget);
    }

    /// <summary>Label and scores, the label known.</summary>
    /// <param name="label">Position of the class.</param>
    /// <param name="scores">Any number of them.</param>
    /// <param name="isTransformed">Whether the transform applies.</param>
    /// <param name="budget">What the row may cost.</param>
    public Tensor[] Finish(int label, double[] scores, bool isTransformed, RowBudget budget)
    {
        if (isTransformed)
        {
            PostTransform.Apply(_transform, scores);
        }

        budget.Take([1, scores.Length]);
        return
        [
            _labels.Pick([1], [label]),
            new Tensor(ElementType.Single, [1, scores.Length], Array.ConvertAll(scores, score => (double)(float)score)),
        ];
    }

    /// <summary>Label and scores of two classes from one score: a share of the second class where no weight is negative, else a margin.</summary>
    public Tensor[] FinishSingle(double score, bool isShare, RowBudget budget)
    {
        int label = score > (isShare ? 0.5 : 0) ? 1 : 0;
        double[] scores = _transform == "LOGISTIC" ? [PostTransform.Logistic(-score), PostTransform.Logistic(score)]
            : isShare ? [1 - score, score]
            : [-score, score];
        return Finish(label, scores, false, budget);
    }
}
