using Hamf.Models.Formats.Hamf;
using Hamf.Models.Graph.Kernels;
using Hamf.Models.Numerics;

namespace Hamf.Models.Graph.Neighbors;

/// <summary>The training rows of a nearest-neighbour model, searched one by one.</summary>
internal sealed class NeighborRows
{
    private readonly Matrix _rows;
    private readonly RowDistance _distance;
    private readonly double _power;
    private readonly double[] _squares;

    /// <param name="rows">The training rows.</param>
    /// <param name="count">How many neighbours are looked for: from 1 to all of the rows.</param>
    /// <param name="distance">What near means.</param>
    /// <param name="power">Of <see cref="RowDistance.Minkowski"/>; above 0.</param>
    /// <exception cref="ArgumentException">They do not fit each other, or a number is not finite.</exception>
    public NeighborRows(Matrix rows, int count, RowDistance distance, double power)
    {
        PartCheck.Width(rows.ColumnCount);
        PartCheck.Finite(rows.Values, "training rows");
        if (count < 1 || count > rows.RowCount || !(power > 0) || !Enum.IsDefined(distance))
        {
            throw new ArgumentException($"{count} neighbours by distance {distance} of power {power} cannot be found among {rows.RowCount} rows.");
        }

        (_rows, Count, _distance, _power) = (rows, count, distance, power);
        _squares = [.. Enumerable.Range(0, rows.RowCount).Select(i => VectorSums.Dot(rows[i], rows[i]))];
    }

    /// <summary>Number of neighbours.</summary>
    public int Count { get; }

    /// <summary>Number of training rows.</summary>
    public int RowCount => _rows.RowCount;

    /// <summary>Number of columns.</summary>
    public int Width => _rows.ColumnCount;

    public static NeighborRows Read(ref PartReader reader) =>
        new(reader.Matrix(), reader.Int(), (RowDistance)reader.Int(), reader.Double());

    public void Write(PartWriter writer)
    {
        writer.Matrix(_rows);
        writer.Int(Count);
        writer.Int((int)_distance);
        writer.Double(_power);
    }

    /// <summary>The nearest rows, nearest first; of equally far ones those that come first.</summary>
    /// <param name="row">Of <see cref="Width"/>, finite.</param>
    /// <param name="distances">[count], receives the distances.</param>
    /// <param name="positions">[count], receives the positions of the rows.</param>
    /// <param name="workspace">A row for the inside.</param>
    public void Find(RowVector row, Span<double> distances, Span<double> positions, Workspace workspace)
    {
        RowVector dense = workspace.Rent(Width);
        row.CopyTo(dense.Numbers);
        double square = VectorSums.Dot(dense.Numbers, dense.Numbers);
        distances.Fill(double.PositiveInfinity);
        positions.Clear();
        for (int i = 0; i < _rows.RowCount; i++)
        {
            double rank = Rank(dense.Numbers, square, i);
            if (rank < distances[^1])
            {
                Insert(rank, i, distances, positions);
            }
        }

        foreach (ref double distance in distances)
        {
            distance = FromRank(distance);
        }

        workspace.Return();
    }

    private static void Insert(double rank, int position, Span<double> ranks, Span<double> positions)
    {
        int at = ranks.Length - 1;
        for (; at > 0 && ranks[at - 1] > rank; at--)
        {
            (ranks[at], positions[at]) = (ranks[at - 1], positions[at - 1]);
        }

        (ranks[at], positions[at]) = (rank, position);
    }

    // What is compared: the distance before the root, where there is one.
    private double Rank(ReadOnlySpan<double> row, double square, int index)
    {
        ReadOnlySpan<double> other = _rows[index];
        return _distance switch
        {
            RowDistance.Euclidean => VectorSums.SquaredDistance(row, other),
            RowDistance.EuclideanByNorms => Math.Max(square - (2 * VectorSums.Dot(row, other)) + _squares[index], 0),
            RowDistance.Cosine => Math.Clamp(1 - Cosine(row, square, other, _squares[index]), 0, 2),
            _ => Differences(row, other),
        };
    }

    private double FromRank(double rank) => _distance switch
    {
        RowDistance.Euclidean or RowDistance.EuclideanByNorms => Math.Sqrt(rank),
        RowDistance.Minkowski => Math.Pow(rank, 1 / _power),
        _ => rank,
    };

    // A row of zeros has no direction; its cosine is 0.
    private static double Cosine(ReadOnlySpan<double> row, double square, ReadOnlySpan<double> other, double otherSquare) =>
        square == 0 || otherSquare == 0 ? 0 : VectorSums.Dot(row, other) / (Math.Sqrt(square) * Math.Sqrt(otherSquare));

    private double Differences(ReadOnlySpan<double> row, ReadOnlySpan<double> other)
    {
        double sum = 0;
        for (int i = 0; i < row.Length; i++)
        {
            double difference = Math.Abs(row[i] - other[i]);
            sum = _distance switch
            {
                RowDistance.Manhattan => sum + difference,
                RowDistance.Chebyshev => Math.Max(sum, difference),
                _ => sum + Math.Pow(difference, _power),
            };
        }

        return sum;
    }
}
