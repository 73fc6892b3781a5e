using Hamf.Models.Formats.Hamf;
using Hamf.Models.Numerics;

namespace Hamf.Models.Graph.Kernels;

/// <summary>The rows that a kernel machine compares with: dense, or with their stored values only.</summary>
internal sealed class SupportVectors
{
    private readonly Kernel _kernel;
    private readonly Matrix? _dense;
    private readonly SparseRows? _sparse;

    /// <exception cref="ArgumentException">A parameter or a number is not finite.</exception>
    public SupportVectors(Kernel kernel, Matrix vectors)
    {
        kernel.Check();
        PartCheck.Width(vectors.ColumnCount);
        PartCheck.Finite(vectors.Values, "support vectors");
        (_kernel, _dense) = (kernel, vectors);
    }

    /// <exception cref="ArgumentException">A parameter or a number is not finite.</exception>
    public SupportVectors(Kernel kernel, SparseRows vectors)
    {
        kernel.Check();
        (_kernel, _sparse) = (kernel, vectors);
    }

    /// <summary>Number of rows.</summary>
    public int Count => _dense?.RowCount ?? _sparse!.RowCount;

    /// <summary>Number of columns.</summary>
    public int Width => _dense?.ColumnCount ?? _sparse!.Width;

    public static SupportVectors Read(ref PartReader reader)
    {
        var kernel = new Kernel((KernelKind)reader.Int(), reader.Double(), reader.Double(), reader.Int());
        return reader.Flag()
            ? new SupportVectors(kernel, SparseRows.Read(ref reader))
            : new SupportVectors(kernel, reader.Matrix());
    }

    public void Write(PartWriter writer)
    {
        writer.Int((int)_kernel.Kind);
        writer.Double(_kernel.Gamma);
        writer.Double(_kernel.Offset);
        writer.Int(_kernel.Degree);
        writer.Flag(_sparse is not null);
        _sparse?.Write(writer);
        if (_dense is not null)
        {
            writer.Matrix(_dense);
        }
    }

    /// <summary>The kernel of the row and each support vector.</summary>
    /// <param name="row">Of <see cref="Width"/>, finite.</param>
    /// <param name="values">[count], receives them.</param>
    /// <param name="workspace">A row for the inside.</param>
    public void Compare(RowVector row, Span<double> values, Workspace workspace)
    {
        // The row takes the shape of the support vectors: both are compared as libsvm would.
        RowVector like = row;
        bool isOther = row.IsSparse != _sparse is not null;
        if (isOther)
        {
            like = workspace.Rent();
            Reshape(row, like);
        }

        for (int i = 0; i < values.Length; i++)
        {
            double value = _sparse is null ? Dense(like.Numbers, _dense![i]) : Sparse(like, i);
            values[i] = _kernel.Apply(value);
        }

        if (isOther)
        {
            workspace.Return();
        }
    }

    private static void Reshape(RowVector row, RowVector target)
    {
        if (row.IsSparse)
        {
            target.ResetDense(row.Width);
            row.CopyTo(target.Numbers);
            return;
        }

        target.ResetSparse(row.Width);
        for (int i = 0; i < row.Width; i++)
        {
            if (row.Numbers[i] != 0)
            {
                target.Append(i, row.Numbers[i]);
            }
        }
    }

    private double Dense(ReadOnlySpan<double> row, ReadOnlySpan<double> vector) =>
        _kernel.ReadsDistance ? VectorSums.SquaredDistance(row, vector) : VectorSums.Dot(row, vector);

    private double Sparse(RowVector row, int index) => _kernel.ReadsDistance
        ? VectorSums.SquaredDistance(row.Numbers, row.Indices, _sparse!.Values(index), _sparse.Columns(index))
        : VectorSums.Dot(row.Numbers, row.Indices, _sparse!.Values(index), _sparse.Columns(index));
}
