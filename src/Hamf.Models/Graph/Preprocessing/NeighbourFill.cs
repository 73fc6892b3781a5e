using Hamf.Models.Formats.Hamf;
using Hamf.Models.Numerics;

namespace Hamf.Models.Graph.Preprocessing;

/// <summary>
/// Puts the mean of the nearest training rows in the place of missing values: KNNImputer. Distances are Euclidean over the columns that both
/// rows have, scaled up to all columns. Of equally near rows the first count.
/// </summary>
internal sealed class NeighbourFill : Operator
{
    public const string KindName = "neighbour-fill";

    private readonly Matrix _rows;
    private readonly MissingTest _missing;
    private readonly int _neighbours;
    private readonly bool _isWeighted;
    private readonly int[] _kept;
    private readonly int[] _flagged;
    private readonly double[] _means;

    /// <param name="rows">The training rows; NaN is missing.</param>
    /// <param name="missing">What counts as missing; a number.</param>
    /// <param name="neighbours">How many rows count, 1 or more.</param>
    /// <param name="isWeighted">Whether a row counts by 1 / distance; else all count the same.</param>
    /// <param name="kept">The columns that stay, rising; one without any training value is filled with 0.</param>
    /// <param name="flagged">The columns for which a flag follows: 1 where the value was missing.</param>
    /// <exception cref="ArgumentException">A column is not there, or there are no neighbours.</exception>
    public NeighbourFill(Matrix rows, MissingTest missing, int neighbours, bool isWeighted, int[] kept, int[] flagged)
    {
        if (rows.RowCount == 0 || neighbours < 1 || kept.Length == 0
            || !FillMissing.IsRising(kept, rows.ColumnCount) || !FillMissing.IsRising(flagged, rows.ColumnCount))
        {
            throw new ArgumentException($"{neighbours} neighbours in {rows.RowCount} rows cannot fill {kept.Length} columns.");
        }

        (_rows, _missing, _neighbours, _isWeighted, _kept, _flagged) = (rows, missing, neighbours, isWeighted, kept, flagged);
        _means = [.. Enumerable.Range(0, rows.ColumnCount).Select(Mean)];
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int InputWidth => _rows.ColumnCount;

    /// <inheritdoc/>
    public override int OutputWidth => _kept.Length + _flagged.Length;

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static NeighbourFill Read(ref PartReader reader) =>
        new(reader.Matrix(), MissingTest.Read(ref reader), reader.Int(), reader.Flag(), reader.Ints(), reader.Ints());

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Matrix(_rows);
        _missing.Write(writer);
        writer.Int(_neighbours);
        writer.Flag(_isWeighted);
        writer.Ints(_kept);
        writer.Ints(_flagged);
    }

    /// <inheritdoc/>
    public override int SourceOf(int output) => output < _kept.Length ? -1 : _flagged[output - _kept.Length];

    /// <inheritdoc/>
    public override void Apply(RowVector input, RowVector output, Workspace workspace)
    {
        RowCheck.NoTexts(input, Kind);
        _missing.Check(input, Kind);
        RowVector values = workspace.Rent(InputWidth);
        RowVector distances = workspace.Rent(_rows.RowCount);
        for (int column = 0; column < InputWidth; column++)
        {
            values.Numbers[column] = _missing.IsMissing(input[column]) ? double.NaN : input[column];
        }

        bool hasDistances = false;
        output.ResetDense(OutputWidth);
        for (int i = 0; i < _kept.Length; i++)
        {
            double value = values.Numbers[_kept[i]];
            if (double.IsNaN(value) && !hasDistances)
            {
                Measure(values.Numbers, distances.Numbers);
                hasDistances = true;
            }

            output.Numbers[i] = double.IsNaN(value) ? Impute(_kept[i], distances.Numbers, workspace) : value;
        }

        for (int i = 0; i < _flagged.Length; i++)
        {
            output.Numbers[_kept.Length + i] = double.IsNaN(values.Numbers[_flagged[i]]) ? 1 : 0;
        }

        workspace.Return();
        workspace.Return();
    }

    private double Mean(int column)
    {
        (double sum, int count) = (0, 0);
        for (int row = 0; row < _rows.RowCount; row++)
        {
            double value = _rows[row][column];
            (sum, count) = double.IsNaN(value) ? (sum, count) : (sum + value, count + 1);
        }

        return count == 0 ? 0 : sum / count;
    }

    // NaN where no column is common.
    private void Measure(ReadOnlySpan<double> values, Span<double> distances)
    {
        for (int row = 0; row < distances.Length; row++)
        {
            distances[row] = Distance(values, _rows[row]);
        }
    }

    // x² - 2xy + y², less what is not common: the library's way, whose rounding decides between rows that are almost equally near.
    private static double Distance(ReadOnlySpan<double> values, ReadOnlySpan<double> other)
    {
        (double squares, double otherSquares, double products, double alone, double otherAlone, int common) = (0, 0, 0, 0, 0, 0);
        for (int i = 0; i < values.Length; i++)
        {
            (bool hasOne, bool hasOther) = (!double.IsNaN(values[i]), !double.IsNaN(other[i]));
            double square = hasOne ? values[i] * values[i] : 0;
            double otherSquare = hasOther ? other[i] * other[i] : 0;
            squares += square;
            otherSquares += otherSquare;
            products += hasOne && hasOther ? values[i] * other[i] : 0;
            alone += hasOther ? 0 : square;
            otherAlone += hasOne ? 0 : otherSquare;
            common += hasOne && hasOther ? 1 : 0;
        }

        double sum = Math.Max((-2 * products) + squares + otherSquares, 0) - alone - otherAlone;
        return common == 0 ? double.NaN : Math.Sqrt(Math.Max(sum, 0) / common * values.Length);
    }

    private double Impute(int column, ReadOnlySpan<double> distances, Workspace workspace)
    {
        RowVector near = workspace.Rent(_neighbours);
        RowVector donors = workspace.Rent(_neighbours);
        int count = 0;
        bool isMeasured = false;
        for (int row = 0; row < distances.Length; row++)
        {
            double donor = _rows[row][column];
            if (!double.IsNaN(donor))
            {
                isMeasured |= !double.IsNaN(distances[row]);
                count = Insert(near.Numbers, donors.Numbers, count, double.IsNaN(distances[row]) ? double.PositiveInfinity : distances[row], donor);
            }
        }

        double value = isMeasured ? Average(near.Numbers[..count], donors.Numbers[..count]) : _means[column];
        workspace.Return();
        workspace.Return();
        return value;
    }

    private static int Insert(Span<double> near, Span<double> donors, int count, double distance, double donor)
    {
        int at = count;
        while (at > 0 && near[at - 1] > distance)
        {
            at--;
        }

        if (at == near.Length)
        {
            return count;
        }

        int last = Math.Min(count, near.Length - 1);
        near[at..last].CopyTo(near[(at + 1)..]);
        donors[at..last].CopyTo(donors[(at + 1)..]);
        (near[at], donors[at]) = (distance, donor);
        return Math.Min(count + 1, near.Length);
    }

    private double Average(ReadOnlySpan<double> near, ReadOnlySpan<double> donors)
    {
        (double sum, double weights) = (0, 0);
        bool isExact = near[0] == 0;
        for (int i = 0; i < near.Length; i++)
        {
            double weight = !_isWeighted ? 1 : isExact ? (near[i] == 0 ? 1 : 0) : 1 / near[i];
            sum += weight * donors[i];
            weights += weight;
        }

        return sum / weights;
    }
}
