using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Meta;

/// <summary>
/// A two-class model with a threshold of its own: scikit-learn's FixedThresholdClassifier and TunedThresholdClassifierCV. A score that reaches the
/// threshold is positive.
/// </summary>
internal sealed class ThresholdClassifier : Estimator
{
    public const string KindName = "threshold-classifier";

    private readonly Estimator _inner;
    private readonly double _threshold;
    private readonly bool _readsDecision;
    private readonly int _positive;

    /// <param name="inner">A model of two classes.</param>
    /// <param name="threshold">Compared with the positive class's score.</param>
    /// <param name="readsDecision">Whether the score is the decision value, not the probability.</param>
    /// <param name="positive">Position of the positive class.</param>
    /// <exception cref="ArgumentException">They do not fit each other.</exception>
    public ThresholdClassifier(Estimator inner, double threshold, bool readsDecision, int positive)
    {
        PartCheck.Count(inner.Classes.Count, 2, "classes");
        bool hasScore = readsDecision ? inner.DecisionCount == 1 : inner.HasProbabilities;
        if (!hasScore || double.IsNaN(threshold) || positive is not (0 or 1))
        {
            throw new ArgumentException("The threshold is not a number, or the model has no score to compare it with.");
        }

        (_inner, _threshold, _readsDecision, _positive) = (inner, threshold, readsDecision, positive);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override string Algorithm => _inner.Algorithm;

    /// <inheritdoc/>
    public override int InputWidth => _inner.InputWidth;

    /// <inheritdoc/>
    public override bool ReadsText(int column) => _inner.ReadsText(column);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => _inner.Classes;

    /// <inheritdoc/>
    public override bool HasProbabilities => _inner.HasProbabilities;

    /// <inheritdoc/>
    public override int DecisionCount => _inner.DecisionCount;

    public static ThresholdClassifier Read(ref PartReader reader) =>
        new(reader.Part<Estimator>(), reader.Double(), reader.Flag(), reader.Int());

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Part(_inner);
        writer.Double(_threshold);
        writer.Flag(_readsDecision);
        writer.Int(_positive);
    }

    /// <inheritdoc/>
    public override void Probabilities(RowVector row, Span<double> probabilities, Workspace workspace) =>
        _inner.Probabilities(row, probabilities, workspace);

    /// <inheritdoc/>
    public override void Decide(RowVector row, Span<double> values, Workspace workspace) => _inner.Decide(row, values, workspace);

    /// <inheritdoc/>
    public override double Predict(RowVector row, Workspace workspace) =>
        Score(row, workspace) >= _threshold ? _positive : 1 - _positive;

    /// <inheritdoc/>
    public override bool TryExplain(RowVector row, Span<double> contributions, out double baseValue, Workspace workspace) =>
        _inner.TryExplain(row, contributions, out baseValue, workspace);

    private double Score(RowVector row, Workspace workspace)
    {
        RowVector values = workspace.Rent(2);
        double score;
        if (_readsDecision)
        {
            _inner.Decide(row, values.Numbers[..1], workspace);
            score = _positive == 1 ? values.Numbers[0] : -values.Numbers[0];
        }
        else
        {
            _inner.Probabilities(row, values.Numbers, workspace);
            score = values.Numbers[_positive];
        }

        workspace.Return();
        return score;
    }
}
