using Hamf.Models.Formats.Hamf;
using Hamf.Models.Graph.Kernels;
using Hamf.Models.Numerics;

namespace Hamf.Models.Graph.Neighbors;

/// <summary>The training rows of a nearest-neighbour model, searched by a tree or one by one.</summary>
internal sealed class NeighborRows
{
    private readonly Matrix _rows;
    private readonly RowDistance _distance;
    private readonly double _power;
    private readonly double[] _squares;
    private readonly NeighborTree? _tree;

    /// <param name="rows">The training rows.</param>
    /// <param name="count">How many neighbours are looked for: from 1 to all of the rows.</param>
    /// <param name="distance">What near means.</param>
    /// <param name="power">Of <see cref="RowDistance.Minkowski"/>; above 0.</param>
    /// <param name="tree">Searches the rows; null: they are looked at in their order.</param>
    /// <exception cref="ArgumentException">They do not fit each other, or a number is not finite.</exception>
    public NeighborRows(Matrix rows, int count, RowDistance distance, double power, NeighborTree? tree)
    {
        PartCheck.Width(rows.ColumnCount);
        PartCheck.Finite(rows.Values, "training rows");
        if (count < 1 || count > rows.RowCount || !(power > 0) || !Enum.IsDefined(distance))
        {
            throw new ArgumentException($"{count} neighbours by distance {distance} of power {power} cannot be found among {rows.RowCount} rows.");
        }

        PartCheck.Count(tree?.RowCount ?? rows.RowCount, rows.RowCount, "rows of the search tree");
        PartCheck.Count(tree?.Width ?? rows.ColumnCount, rows.ColumnCount, "columns of the search tree");
        (_rows, Count, _distance, _power, _tree) = (rows, count, distance, power, tree);
        _squares = [.. Enumerable.Range(0, rows.RowCount).Select(i => VectorSums.Dot(rows[i], rows[i]))];
    }

    /// <summary>Number of neighbours.</summary>
    public int Count { get; }

    /// <summary>Number of training rows.</summary>
    public int RowCount => _rows.RowCount;

    /// <summary>Number of columns.</summary>
    public int Width => _rows.ColumnCount;

    public static NeighborRows Read(ref PartReader reader) => new(
        reader.Matrix(),
        reader.Int(),
        (RowDistance)reader.Int(),
        reader.Double(),
        reader.Flag() ? NeighborTree.Read(ref reader) : null);

    public void Write(PartWriter writer)
    {
        writer.Matrix(_rows);
        writer.Int(Count);
        writer.Int((int)_distance);
        writer.Double(_power);
        writer.Flag(_tree is not null);
        _tree?.Write(writer);
    }

    /// <summary>The nearest rows, in no order.</summary>
    /// <param name="row">Of <see cref="Width"/>, finite.</param>
    /// <param name="distances">[count], receives the distances.</param>
    /// <param name="positions">[count], receives the positions of the rows.</param>
    /// <param name="workspace">A row for the inside.</param>
    public void Find(RowVector row, Span<double> distances, Span<double> positions, Workspace workspace)
    {
        RowVector dense = workspace.Rent(Width);
        row.CopyTo(dense.Numbers);
        var heap = new NearestHeap(distances, positions);
        if (_tree is not null)
        {
            _tree.Search(dense.Numbers, this, heap);
        }
        else
        {
            double square = VectorSums.Dot(dense.Numbers, dense.Numbers);
            for (int i = 0; i < _rows.RowCount; i++)
            {
                heap.Push(Rank(dense.Numbers, square, i), i);
            }
        }

        foreach (ref double distance in distances)
        {
            distance = FromRank(distance);
        }

        workspace.Return();
    }

    /// <summary>What is compared: the distance before the root, where there is one.</summary>
    /// <param name="row">The row.</param>
    /// <param name="square">Its squared norm; looked at by distances from norms only.</param>
    /// <param name="index">Position of a training row.</param>
    public double Rank(ReadOnlySpan<double> row, double square, int index) => _distance switch
    {
        RowDistance.EuclideanByNorms => Math.Max(square - (2 * VectorSums.Dot(row, _rows[index])) + _squares[index], 0),
        RowDistance.Cosine => Math.Clamp(1 - Cosine(row, square, _rows[index], _squares[index]), 0, 2),
        _ => Measure(row, _rows[index]),
    };

    /// <summary>The rank of two rows by their differences.</summary>
    public double Measure(ReadOnlySpan<double> row, ReadOnlySpan<double> other)
    {
        double sum = 0;
        for (int i = 0; i < row.Length; i++)
        {
            sum = Add(sum, Math.Abs(row[i] - other[i]));
        }

        return sum;
    }

    /// <summary>The rank with one more column's difference.</summary>
    public double Add(double rank, double difference) => _distance switch
    {
        RowDistance.Manhattan => rank + difference,
        RowDistance.Chebyshev => Math.Max(rank, difference),
        RowDistance.Minkowski => rank + Math.Pow(difference, _power),
        _ => rank + (difference * difference),
    };

    /// <summary>The rank of a distance.</summary>
    public double ToRank(double distance) => _distance switch
    {
        RowDistance.Euclidean or RowDistance.EuclideanByNorms => distance * distance,
        RowDistance.Minkowski => Math.Pow(distance, _power),
        _ => distance,
    };

    /// <summary>The distance of a rank.</summary>
    public double FromRank(double rank) => _distance switch
    {
        RowDistance.Euclidean or RowDistance.EuclideanByNorms => Math.Sqrt(rank),
        RowDistance.Minkowski => Math.Pow(rank, 1 / _power),
        _ => rank,
    };

    // A row of zeros has no direction; its cosine is 0.
    private static double Cosine(ReadOnlySpan<double> row, double square, ReadOnlySpan<double> other, double otherSquare) =>
        square == 0 || otherSquare == 0 ? 0 : VectorSums.Dot(row, other) / (Math.Sqrt(square) * Math.Sqrt(otherSquare));
}
