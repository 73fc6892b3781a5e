using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph;

/// <summary>An operator, then an estimator: scikit-learn's Pipeline.</summary>
internal sealed class PipelineEstimator : Estimator
{
    public const string KindName = "pipeline";

    private readonly Operator _first;
    private readonly Estimator _last;

    /// <param name="first">What stands before the estimator.</param>
    /// <param name="last">What predicts.</param>
    /// <exception cref="ArgumentException">The estimator does not take what the operator gives.</exception>
    public PipelineEstimator(Operator first, Estimator last)
    {
        ChainOperator.CheckFit(first, last);
        (_first, _last) = (first, last);
    }

    /// <summary>What stands before the estimator.</summary>
    public Operator First => _first;

    /// <summary>What predicts.</summary>
    public Estimator Last => _last;

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override string Algorithm => _last.Algorithm;

    /// <inheritdoc/>
    public override int InputWidth => _first.InputWidth;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => _last.Classes;

    /// <inheritdoc/>
    public override bool HasProbabilities => _last.HasProbabilities;

    /// <inheritdoc/>
    public override int DecisionCount => _last.DecisionCount;

    /// <inheritdoc/>
    public override bool HasAnomaly => _last.HasAnomaly;

    /// <inheritdoc/>
    public override double AnomalyLimit => _last.AnomalyLimit;

    /// <inheritdoc/>
    public override bool ReadsText(int column) => ChainOperator.ReadsText(_first, _last, column);

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Part(_first);
        writer.Part(_last);
    }

    /// <inheritdoc/>
    public override void Probabilities(RowVector row, Span<double> probabilities, Workspace workspace)
    {
        _last.Probabilities(Transform(row, workspace), probabilities, workspace);
        workspace.Return();
    }

    /// <inheritdoc/>
    public override void Decide(RowVector row, Span<double> values, Workspace workspace)
    {
        _last.Decide(Transform(row, workspace), values, workspace);
        workspace.Return();
    }

    /// <inheritdoc/>
    public override double Anomaly(RowVector row, Workspace workspace)
    {
        double anomaly = _last.Anomaly(Transform(row, workspace), workspace);
        workspace.Return();
        return anomaly;
    }

    /// <inheritdoc/>
    public override double Predict(RowVector row, Workspace workspace)
    {
        double prediction = _last.Predict(Transform(row, workspace), workspace);
        workspace.Return();
        return prediction;
    }

    /// <inheritdoc/>
    /// <remarks>A column of the operator counts for the input it was made from; where columns are mixed nothing can be explained.</remarks>
    public override bool TryExplain(RowVector row, Span<double> contributions, out double baseValue, Workspace workspace)
    {
        RowVector last = Transform(row, workspace);
        RowVector inner = workspace.Rent(_last.InputWidth);
        bool isExplained = _last.TryExplain(last, inner.Numbers, out baseValue, workspace);
        contributions.Clear();
        for (int column = 0; isExplained && column < inner.Width; column++)
        {
            int source = _first.SourceOf(column);
            isExplained = source >= 0 || inner.Numbers[column] == 0;
            contributions[Math.Max(source, 0)] += inner.Numbers[column];
        }

        workspace.Return();
        workspace.Return();
        return isExplained;
    }

    private RowVector Transform(RowVector row, Workspace workspace)
    {
        RowVector transformed = workspace.Rent();
        _first.Apply(row, transformed, workspace);
        return transformed;
    }
}
