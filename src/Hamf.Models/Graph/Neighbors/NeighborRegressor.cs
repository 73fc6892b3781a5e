using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Neighbors;

/// <summary>The mean of the nearest training rows: scikit-learn's KNeighborsRegressor.</summary>
internal sealed class NeighborRegressor : Estimator
{
    public const string KindName = "neighbor-regressor";

    private readonly NeighborRows _rows;
    private readonly double[] _targets;
    private readonly bool _byDistance;

    /// <param name="rows">The training rows.</param>
    /// <param name="targets">The number of each row.</param>
    /// <param name="byDistance">Whether nearer rows count more.</param>
    /// <exception cref="ArgumentException">They do not fit each other, or a number is not finite.</exception>
    public NeighborRegressor(NeighborRows rows, double[] targets, bool byDistance)
    {
        PartCheck.Count(targets.Length, rows.RowCount, "targets of training rows");
        PartCheck.Finite(targets, "targets of training rows");
        (_rows, _targets, _byDistance) = (rows, targets, byDistance);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override string Algorithm => "nearest_neighbors_regression";

    /// <inheritdoc/>
    public override int InputWidth => _rows.Width;

    public static NeighborRegressor Read(ref PartReader reader) => new(NeighborRows.Read(ref reader), reader.Doubles(), reader.Flag());

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        _rows.Write(writer);
        writer.Doubles(_targets);
        writer.Flag(_byDistance);
    }

    /// <inheritdoc/>
    public override double Predict(RowVector row, Workspace workspace)
    {
        RefuseMissing(row);
        RowVector weights = workspace.Rent(_rows.Count);
        RowVector positions = workspace.Rent(_rows.Count);
        _rows.Find(row, weights.Numbers, positions.Numbers, workspace);
        NeighborWeights.Fill(weights.Numbers, _byDistance);
        (double sum, double total) = (0, 0);
        for (int i = 0; i < weights.Width; i++)
        {
            sum += _targets[(int)positions.Numbers[i]] * weights.Numbers[i];
            total += weights.Numbers[i];
        }

        workspace.Return();
        workspace.Return();
        return sum / total;
    }
}
