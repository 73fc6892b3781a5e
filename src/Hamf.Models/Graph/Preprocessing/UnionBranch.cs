namespace Hamf.Models.Graph.Preprocessing;

/// <summary>One of the operators of a <see cref="ColumnUnion"/>.</summary>
/// <param name="Columns">The columns it takes, in its own order.</param>
/// <param name="Operator">What it does to them.</param>
/// <param name="Weight">What its outputs are multiplied by.</param>
internal sealed record UnionBranch(int[] Columns, Operator Operator, double Weight)
{
    /// <summary>Applies the operator to its columns of a row.</summary>
    /// <param name="input">The row.</param>
    /// <param name="gathered">Receives the columns.</param>
    /// <param name="output">Receives what the operator gives.</param>
    /// <param name="workspace">Rows for the inside.</param>
    public void Apply(RowVector input, RowVector gathered, RowVector output, Workspace workspace)
    {
        Gather(input, gathered);
        Operator.Apply(gathered, output, workspace);
        for (int i = 0; Weight != 1 && i < output.StoredCount; i++)
        {
            output.Numbers[i] *= Weight;
        }
    }

    private void Gather(RowVector input, RowVector gathered)
    {
        if (input.IsSparse)
        {
            gathered.ResetSparse(Columns.Length);
            for (int i = 0; i < Columns.Length; i++)
            {
                int stored = input.Indices.BinarySearch(Columns[i]);
                if (stored >= 0)
                {
                    gathered.Append(i, input.Numbers[stored]);
                }
            }

            return;
        }

        gathered.ResetDense(Columns.Length, input.HasTexts);
        for (int i = 0; i < Columns.Length; i++)
        {
            gathered.Numbers[i] = input.Numbers[Columns[i]];
            if (input.HasTexts)
            {
                gathered.Texts[i] = input.Texts[Columns[i]];
            }
        }
    }
}
