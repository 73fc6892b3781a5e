using Hamf.Models.Formats.Pickle;
using Hamf.Models.Graph.Kernels;
using Hamf.Models.Numerics;

namespace Hamf.Models.Formats.Sklearn;

/// <summary>Reads attributes that hold a NumPy matrix or SciPy's compressed sparse rows.</summary>
internal static class SparseState
{
    // 64 MB of doubles: a few bytes can claim a matrix of any size.
    private const long MaxDenseValues = 1 << 23;

    /// <summary>Whether the attribute is a sparse matrix.</summary>
    public static bool IsSparse(StateReader state, string name) =>
        state.Find(name) is PyObject { Type.Module: var module } && module.StartsWith("scipy.sparse", StringComparison.Ordinal);

    /// <summary>The rows of a sparse matrix.</summary>
    public static SparseRows Rows(StateReader state, string name)
    {
        StateReader matrix = state.Child(name);
        if (matrix.Type.Name is not ("csr_matrix" or "csr_array"))
        {
            throw state.Fault($"{name} is a {matrix.Type.Name}; only dense and csr matrices are read");
        }

        int[] shape = matrix.Ints("_shape");
        int[] starts = matrix.Ints("indptr");
        if (shape.Length != 2 || starts.Length != (long)shape[0] + 1)
        {
            throw matrix.Fault($"the sparse matrix has {shape.Length} axes and {starts.Length} row bounds, which do not fit");
        }

        return new SparseRows(matrix.Doubles("data"), matrix.Ints("indices"), starts, shape[1]);
    }

    /// <summary>A matrix with all its values, whatever its form in the file.</summary>
    public static Matrix Dense(StateReader state, string name)
    {
        if (!IsSparse(state, name))
        {
            return state.Matrix(name);
        }

        SparseRows rows = Rows(state, name);
        long count = (long)rows.RowCount * rows.Width;
        if (count > MaxDenseValues)
        {
            throw state.Fault($"the sparse {name} would take {count} numbers when spread out; at most {MaxDenseValues} are read");
        }

        var values = new double[count];
        for (int row = 0; row < rows.RowCount; row++)
        {
            for (int i = 0; i < rows.Columns(row).Length; i++)
            {
                values[(row * rows.Width) + rows.Columns(row)[i]] = rows.Values(row)[i];
            }
        }

        return new Matrix(values, rows.RowCount, rows.Width);
    }
}
