using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Kernels;

/// <summary>Rows of which only some columns are stored: SciPy's compressed sparse rows.</summary>
internal sealed class SparseRows
{
    private readonly double[] _values;
    private readonly int[] _columns;
    private readonly int[] _starts;

    /// <param name="values">The stored values, row after row.</param>
    /// <param name="columns">The column of each, rising in a row.</param>
    /// <param name="starts">[rows + 1]: where each row begins, and the end.</param>
    /// <param name="width">Number of columns.</param>
    /// <exception cref="ArgumentException">They do not fit each other, or a number is not finite.</exception>
    public SparseRows(double[] values, int[] columns, int[] starts, int width)
    {
        PartCheck.Width(width);
        PartCheck.Finite(values, "sparse rows");
        PartCheck.Count(columns.Length, values.Length, "columns of sparse rows");
        if (starts.Length == 0 || starts[0] != 0 || starts[^1] != values.Length)
        {
            throw new ArgumentException("The bounds of sparse rows do not fit their values.");
        }

        for (int row = 1; row < starts.Length; row++)
        {
            CheckRow(columns, starts[row - 1], starts[row], width);
        }

        (_values, _columns, _starts, Width) = (values, columns, starts, width);
    }

    /// <summary>Number of rows.</summary>
    public int RowCount => _starts.Length - 1;

    /// <summary>Number of columns.</summary>
    public int Width { get; }

    public static SparseRows Read(ref PartReader reader) => new(reader.Doubles(), reader.Ints(), reader.Ints(), reader.Int());

    public void Write(PartWriter writer)
    {
        writer.Doubles(_values);
        writer.Ints(_columns);
        writer.Ints(_starts);
        writer.Int(Width);
    }

    /// <summary>The stored values of a row.</summary>
    public ReadOnlySpan<double> Values(int row) => _values.AsSpan(_starts[row].._starts[row + 1]);

    /// <summary>The columns of a row's stored values.</summary>
    public ReadOnlySpan<int> Columns(int row) => _columns.AsSpan(_starts[row].._starts[row + 1]);

    private static void CheckRow(int[] columns, int start, int end, int width)
    {
        if (start < 0 || end < start || end > columns.Length)
        {
            throw new ArgumentException("The bounds of sparse rows do not rise.");
        }

        for (int i = start; i < end; i++)
        {
            if (columns[i] < 0 || columns[i] >= width || (i > start && columns[i] <= columns[i - 1]))
            {
                throw new ArgumentException($"Sparse rows of {width} columns hold column {columns[i]} out of order or out of range.");
            }
        }
    }
}
