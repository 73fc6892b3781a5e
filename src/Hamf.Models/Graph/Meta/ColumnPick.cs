using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Meta;

/// <summary>The columns that one model of an ensemble reads, in its order.</summary>
internal sealed class ColumnPick
{
    private readonly int[] _columns;
    private readonly bool _isAll;

    /// <param name="columns">Positions in the ensemble's row.</param>
    /// <param name="width">Columns of the ensemble's row.</param>
    /// <exception cref="ArgumentException">A position does not exist.</exception>
    public ColumnPick(int[] columns, int width)
    {
        PartCheck.Width(width);
        int wrong = Array.FindIndex(columns, c => c < 0 || c >= width);
        if (wrong >= 0)
        {
            throw new ArgumentException($"A model reads column {columns[wrong]} of {width}.");
        }

        _columns = columns;
        _isAll = columns.AsSpan().SequenceEqual([.. Enumerable.Range(0, columns.Length)]) && columns.Length == width;
    }

    /// <summary>Number of columns picked.</summary>
    public int Count => _columns.Length;

    public static ColumnPick Read(ref PartReader reader, int width) => new(reader.Ints(), width);

    public void Write(PartWriter writer) => writer.Ints(_columns);

    /// <summary>The picked columns, in a rented row; return it.</summary>
    public RowVector Apply(RowVector row, Workspace workspace)
    {
        RowVector picked = workspace.Rent();
        if (_isAll)
        {
            Copy(row, picked);
        }
        else if (row.IsSparse)
        {
            PickStored(row, picked);
        }
        else
        {
            picked.ResetDense(_columns.Length);
            for (int i = 0; i < _columns.Length; i++)
            {
                picked.Numbers[i] = row.Numbers[_columns[i]];
            }
        }

        return picked;
    }

    private void PickStored(RowVector row, RowVector picked)
    {
        picked.ResetSparse(_columns.Length);
        for (int i = 0; i < _columns.Length; i++)
        {
            int at = row.Indices.BinarySearch(_columns[i]);
            if (at >= 0)
            {
                picked.Append(i, row.Numbers[at]);
            }
        }
    }

    private static void Copy(RowVector row, RowVector target)
    {
        if (!row.IsSparse)
        {
            target.ResetDense(row.Width);
            row.Numbers.CopyTo(target.Numbers);
            return;
        }

        target.ResetSparse(row.Width);
        for (int i = 0; i < row.StoredCount; i++)
        {
            target.Append(row.Indices[i], row.Numbers[i]);
        }
    }
}
