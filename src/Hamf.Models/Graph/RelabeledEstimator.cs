using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph;

/// <summary>An estimator whose classes have other names: those of a label encoder saved beside it, or given by the user.</summary>
internal sealed class RelabeledEstimator : Estimator
{
    public const string KindName = "relabeled";

    private readonly Estimator _inner;
    private readonly string[] _labels;

    /// <param name="inner">What predicts.</param>
    /// <param name="labels">As many as it has classes, all different.</param>
    /// <exception cref="ArgumentException">They are not.</exception>
    public RelabeledEstimator(Estimator inner, string[] labels)
    {
        if (labels.Length != inner.Classes.Count || labels.Length == 0)
        {
            throw new ArgumentException($"{labels.Length} names were given for {inner.Classes.Count} classes.", nameof(labels));
        }

        if (labels.Distinct(StringComparer.Ordinal).Count() < labels.Length)
        {
            throw new ArgumentException("Two classes have the same name.", nameof(labels));
        }

        (_inner, _labels) = (inner, labels);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override string Algorithm => _inner.Algorithm;

    /// <inheritdoc/>
    public override int InputWidth => _inner.InputWidth;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => _labels;

    /// <inheritdoc/>
    public override bool HasProbabilities => _inner.HasProbabilities;

    /// <inheritdoc/>
    public override int DecisionCount => _inner.DecisionCount;

    /// <inheritdoc/>
    public override bool HasAnomaly => _inner.HasAnomaly;

    /// <inheritdoc/>
    public override double AnomalyLimit => _inner.AnomalyLimit;

    /// <inheritdoc/>
    public override bool ReadsText(int column) => _inner.ReadsText(column);

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Part(_inner);
        writer.Texts(_labels);
    }

    /// <inheritdoc/>
    public override void Probabilities(RowVector row, Span<double> probabilities, Workspace workspace) =>
        _inner.Probabilities(row, probabilities, workspace);

    /// <inheritdoc/>
    public override void Decide(RowVector row, Span<double> values, Workspace workspace) => _inner.Decide(row, values, workspace);

    /// <inheritdoc/>
    public override double Anomaly(RowVector row, Workspace workspace) => _inner.Anomaly(row, workspace);

    /// <inheritdoc/>
    public override double Predict(RowVector row, Workspace workspace) => _inner.Predict(row, workspace);

    /// <inheritdoc/>
    public override bool TryExplain(RowVector row, Span<double> contributions, out double baseValue, Workspace workspace) =>
        _inner.TryExplain(row, contributions, out baseValue, workspace);
}
