using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph;

/// <summary>
/// An isolation forest of scikit-learn: the sum of its trees' path lengths x gives the anomaly score 2^(-x / longest), and a row is an outlier
/// where that lies above <c>-offset</c> (Liu, Ting and Zhou 2008).
/// </summary>
internal sealed class IsolationEstimator : Estimator
{
    public const string KindName = "isolation";

    private static readonly string[] Labels = ["-1", "1"];

    private readonly TreeEstimator _paths;
    private readonly double _longest;
    private readonly double _offset;

    /// <param name="paths">Trees whose sum is the length of the row's paths.</param>
    /// <param name="longest">The sum expected of a usual row: trees times c(sample size).</param>
    /// <param name="offset">Below 0: the score under which a row is an outlier, negated as the library has it.</param>
    /// <exception cref="ArgumentException">A number is out of range, or the trees do not give a sum.</exception>
    public IsolationEstimator(TreeEstimator paths, double longest, double offset)
    {
        if (paths.Model.Output != OutputKind.Value || !(longest > 0) || !double.IsFinite(longest) || !double.IsFinite(offset))
        {
            throw new ArgumentException("An isolation forest needs trees that give a length, a positive expected length and a finite offset.");
        }

        (_paths, _longest, _offset) = (paths, longest, offset);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override string Algorithm => _paths.Algorithm;

    /// <inheritdoc/>
    public override int InputWidth => _paths.InputWidth;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => Labels;

    /// <inheritdoc/>
    public override int DecisionCount => 1;

    /// <inheritdoc/>
    public override bool HasAnomaly => true;

    /// <inheritdoc/>
    public override double AnomalyLimit => -_offset;

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static IsolationEstimator Read(ref PartReader reader) => new(reader.Part<TreeEstimator>(), reader.Double(), reader.Double());

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Part(_paths);
        writer.Double(_longest);
        writer.Double(_offset);
    }

    /// <inheritdoc/>
    public override double Anomaly(RowVector row, Workspace workspace) => Math.Pow(2, -(_paths.Predict(row, workspace) / _longest));

    /// <inheritdoc/>
    public override void Decide(RowVector row, Span<double> values, Workspace workspace) => values[0] = -Anomaly(row, workspace) - _offset;

    /// <inheritdoc/>
    public override double Predict(RowVector row, Workspace workspace) => -Anomaly(row, workspace) - _offset < 0 ? 0 : 1;

    /// <inheritdoc/>
    /// <remarks>Of the length of the paths, negated: what makes them shorter makes the row more unusual.</remarks>
    public override bool TryExplain(RowVector row, Span<double> contributions, out double baseValue, Workspace workspace)
    {
        bool isExplained = _paths.TryExplain(row, contributions, out baseValue, workspace);
        foreach (ref double contribution in contributions)
        {
            contribution /= -_longest;
        }

        baseValue /= -_longest;
        return isExplained;
    }
}
