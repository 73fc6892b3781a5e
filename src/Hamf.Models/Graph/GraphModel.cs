using Hamf.Models.Data;

namespace Hamf.Models.Graph;

/// <summary>
/// An imported model: named inputs, then an <see cref="Estimator"/> with whatever stands before it. Its outputs are, by what the estimator can
/// tell: the probability of the positive class, the probability of each class, the anomaly score, the decision values, or the number.
/// </summary>
public sealed class GraphModel : Model
{
    /// <summary>The <see cref="PositiveClass"/> of a model that declares none.</summary>
    public const int NoPositiveClass = -1;

    private readonly bool _readsText;
    private readonly double[] _meanContributions;

    /// <param name="features">The inputs: numeric or text, in the order of the estimator's columns.</param>
    /// <param name="estimator">What predicts.</param>
    /// <param name="positiveClass">Position of the class whose probability is the score, or <see cref="NoPositiveClass"/>.</param>
    /// <param name="meanContributions">Mean contribution of each input over a background, [features]; empty for explanations without one.</param>
    /// <exception cref="ArgumentException">They do not fit each other.</exception>
    internal GraphModel(IReadOnlyList<FeatureInfo> features, Estimator estimator, int positiveClass, double[]? meanContributions = null)
        : base(features)
    {
        _meanContributions = meanContributions ?? [];
        if (_meanContributions.Length > 0 && (_meanContributions.Length != features.Count || !Array.TrueForAll(_meanContributions, double.IsFinite)))
        {
            throw new ArgumentException("There is a finite mean contribution for every input, or none.", nameof(meanContributions));
        }

        if (features.Count != estimator.InputWidth)
        {
            throw new ArgumentException($"{features.Count} inputs are named; the model reads {estimator.InputWidth}.", nameof(features));
        }

        if (features.Any(f => f.Kind == FeatureKind.Categorical))
        {
            throw new ArgumentException("An input of a graph is a number or a text.", nameof(features));
        }

        if (positiveClass < NoPositiveClass || positiveClass >= estimator.Classes.Count)
        {
            throw new ArgumentException($"There is no class {positiveClass}.", nameof(positiveClass));
        }

        Estimator = estimator;
        PositiveClass = positiveClass;
        _readsText = features.Any(f => f.Kind == FeatureKind.Text);
        (Output, OutputCount) = OutputOf(estimator, positiveClass);
    }

    /// <inheritdoc/>
    public override string Algorithm => Estimator.Algorithm;

    /// <inheritdoc/>
    public override OutputKind Output { get; }

    /// <inheritdoc/>
    public override int OutputCount { get; }

    /// <inheritdoc/>
    public override bool ReadsText => _readsText;

    /// <summary>The class labels as Python prints them, in the library's order; empty for a regressor.</summary>
    public IReadOnlyList<string> Classes => Estimator.Classes;

    /// <summary>Position of the class whose probability is the score, or <see cref="NoPositiveClass"/>.</summary>
    public int PositiveClass { get; }

    /// <summary>
    /// What <see cref="PredictFull"/> gives beside the label: <c>proba_&lt;class&gt;</c> for each class where there are probabilities, else
    /// <c>decision</c> or <c>decision_&lt;number&gt;</c>, else <c>value</c>.
    /// </summary>
    public IReadOnlyList<string> FullOutputNames =>
        Estimator.HasProbabilities ? [.. Classes.Select(name => $"proba_{name}")]
        : Estimator.DecisionCount == 1 ? ["decision"]
        : Estimator.DecisionCount > 1 ? [.. Enumerable.Range(0, Estimator.DecisionCount).Select(i => $"decision_{i}")]
        : ["value"];

    /// <summary>
    /// The lowest score that the library's own rule calls positive, so that a decision agrees with the label: equal probabilities are the first
    /// class. Null where no threshold does that: there is no score in [0, 1], or there are more than two classes.
    /// </summary>
    public double? OwnThreshold => Output switch
    {
        OutputKind.Probability when Classes.Count == 2 => PositiveClass == 0 ? 0.5 : Math.BitIncrement(0.5),
        OutputKind.Anomaly => Math.BitIncrement(Estimator.AnomalyLimit),
        _ => null,
    };

    internal Estimator Estimator { get; }

    /// <summary>Mean contribution of each input over the background, [features]; empty without one.</summary>
    internal ReadOnlySpan<double> MeanContributions => _meanContributions;

    /// <inheritdoc/>
    public override void Score(ReadOnlySpan<double> values, Span<double> outputs)
    {
        if (_readsText)
        {
            throw new InvalidOperationException("The model reads texts; score its rows with them.");
        }

        Score(values, [], outputs);
    }

    /// <inheritdoc/>
    public override void Score(ReadOnlySpan<double> values, ReadOnlySpan<string?> texts, Span<double> outputs)
    {
        Workspace workspace = Workspace.OfThread;
        RowVector row = Fill(values, texts, workspace);
        switch (Output)
        {
            case OutputKind.Probability:
                RowVector probabilities = workspace.Rent(Classes.Count);
                Estimator.Probabilities(row, probabilities.Numbers, workspace);
                outputs[0] = probabilities.Numbers[PositiveClass];
                workspace.Return();
                break;
            case OutputKind.ClassProbabilities:
                Estimator.Probabilities(row, outputs[..OutputCount], workspace);
                break;
            case OutputKind.Anomaly:
                outputs[0] = Estimator.Anomaly(row, workspace);
                break;
            case OutputKind.Decision:
                Estimator.Decide(row, outputs[..OutputCount], workspace);
                outputs[0] = PositiveClass == 0 && OutputCount == 1 ? -outputs[0] : outputs[0];
                break;
            default:
                outputs[0] = Estimator.Predict(row, workspace);
                break;
        }

        workspace.Return();
    }

    /// <inheritdoc/>
    public override void ScoreAll(FeatureTable table, Span<double> scores)
    {
        CheckLength(table.Columns.Length);
        if (Estimator is TreeEstimator trees && trees.Model.Output == Output && PositiveClass != 0 && trees.Takes(table))
        {
            trees.Model.ScoreAll(table, scores);
            return;
        }

        var values = new double[Features.Count];
        for (int row = 0; row < table.RowCount; row++)
        {
            table.CopyRow(row, values);
            Score(values, scores.Slice(row * OutputCount, OutputCount));
        }
    }

    /// <summary>Everything the model says of a row: its label (or number) by the library's own rule, and its values before the decision.</summary>
    /// <param name="values">One value per feature; NaN is missing, and stands for a text.</param>
    /// <param name="texts">One text per feature, null where it is a number or missing; empty if <see cref="ReadsText"/> is false.</param>
    /// <param name="full">As many as <see cref="FullOutputNames"/>, receives the values.</param>
    /// <returns>The label; the number with 17 digits where there are no classes.</returns>
    /// <exception cref="RowRefusedException">The model gives no score for such a row.</exception>
    public string PredictFull(ReadOnlySpan<double> values, ReadOnlySpan<string?> texts, Span<double> full)
    {
        Workspace workspace = Workspace.OfThread;
        RowVector row = Fill(values, texts, workspace);
        double predicted = Estimator.Predict(row, workspace);
        if (Estimator.HasProbabilities)
        {
            Estimator.Probabilities(row, full[..Classes.Count], workspace);
        }
        else if (Estimator.DecisionCount > 0)
        {
            Estimator.Decide(row, full[..Estimator.DecisionCount], workspace);
        }
        else
        {
            full[0] = predicted;
        }

        workspace.Return();
        return Classes.Count > 0 ? Classes[(int)predicted] : predicted.ToString("G17", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The same model with its inputs in another order.</summary>
    /// <param name="names">The names of all inputs, each once.</param>
    /// <exception cref="ArgumentException">They are not.</exception>
    public GraphModel Reordered(IReadOnlyList<string> names)
    {
        string[] own = [.. Features.Select(f => f.Name)];
        int[] sources = Array.ConvertAll(own, name => names.ToList().IndexOf(name));
        if (names.Count != own.Length || sources.Contains(-1))
        {
            throw new ArgumentException("Other names than those of the inputs were given.", nameof(names));
        }

        return names.SequenceEqual(own)
            ? this
            : new GraphModel(
                [.. names.Select(name => Features[Array.IndexOf(own, name)])],
                new PipelineEstimator(new PickOperator(own.Length, sources), Estimator),
                PositiveClass,
                _meanContributions.Length == 0 ? null : [.. names.Select(name => _meanContributions[Array.IndexOf(own, name)])]);
    }

    /// <summary>
    /// The same model, its explanations against a background: a contribution becomes its difference from the mean over these rows, and the base
    /// value the mean raw output of them. Of a linear model these are its exact interventional SHAP values (Lundberg and Lee 2017).
    /// </summary>
    /// <param name="rows">Values and texts of each row, as <see cref="Score(ReadOnlySpan{double}, ReadOnlySpan{string}, Span{double})"/> takes them; read once.</param>
    /// <returns>Null when the model cannot be explained feature by feature.</returns>
    /// <exception cref="ArgumentException">No row is given, or the model refuses all.</exception>
    public GraphModel? Against(IEnumerable<(double[] Values, string?[] Texts)> rows)
    {
        double[]? means = ContributionMeans.Over(new GraphModel(Features, Estimator, PositiveClass), rows);
        return means is null ? null : new GraphModel(Features, Estimator, PositiveClass, means);
    }

    /// <inheritdoc/>
    public override double Explain(ReadOnlySpan<double> values, Span<double> contributions) => ExplainRow(values, [], contributions);

    /// <inheritdoc/>
    public override double ExplainRow(ReadOnlySpan<double> values, ReadOnlySpan<string?> texts, Span<double> contributions)
    {
        return TryExplain(values, texts, contributions, out double baseValue)
            ? baseValue
            : throw new NotSupportedException($"A model of kind '{Algorithm}' cannot be explained feature by feature.");
    }

    /// <inheritdoc/>
    public override bool TryExplain(ReadOnlySpan<double> values, ReadOnlySpan<string?> texts, Span<double> contributions) =>
        TryExplain(values, texts, contributions, out _);

    /// <inheritdoc/>
    /// <remarks>That of the trees, where the whole model is trees; else unknown: all 0.</remarks>
    public override double[] Importance() => Estimator is TreeEstimator { Model: var trees } ? trees.Importance() : new double[Features.Count];

    private bool TryExplain(ReadOnlySpan<double> values, ReadOnlySpan<string?> texts, Span<double> contributions, out double baseValue)
    {
        Workspace workspace = Workspace.OfThread;
        RowVector row = Fill(values, texts, workspace);
        baseValue = 0;
        if (OutputCount != 1 || !Estimator.TryExplain(row, contributions, out baseValue, workspace))
        {
            return false;
        }

        workspace.Return();
        if (PositiveClass == 0 && Classes.Count == 2)
        {
            // The estimator explains its second class; what speaks for that speaks against the first.
            baseValue = -baseValue;
            foreach (ref double contribution in contributions)
            {
                contribution = -contribution;
            }
        }

        for (int f = 0; f < _meanContributions.Length; f++)
        {
            contributions[f] -= _meanContributions[f];
            baseValue += _meanContributions[f];
        }

        return true;
    }

    private RowVector Fill(ReadOnlySpan<double> values, ReadOnlySpan<string?> texts, Workspace workspace)
    {
        CheckLength(values.Length);
        workspace.ReturnAll();
        RowVector row = workspace.Rent();
        row.ResetDense(values.Length, _readsText);
        values.CopyTo(row.Numbers);
        texts.CopyTo(row.Texts);
        return row;
    }

    private static (OutputKind Kind, int Count) OutputOf(Estimator estimator, int positiveClass) =>
        estimator.HasAnomaly ? (OutputKind.Anomaly, 1)
        : estimator.HasProbabilities ? (positiveClass >= 0 ? (OutputKind.Probability, 1) : (OutputKind.ClassProbabilities, estimator.Classes.Count))
        : estimator.DecisionCount > 0 ? (OutputKind.Decision, estimator.DecisionCount)
        : (OutputKind.Value, 1);
}
