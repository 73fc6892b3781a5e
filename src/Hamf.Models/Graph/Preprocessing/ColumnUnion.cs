using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Preprocessing;

/// <summary>Operators side by side, each on its own columns, their outputs one after the other: ColumnTransformer, FeatureUnion.</summary>
internal sealed class ColumnUnion : Operator
{
    public const string KindName = "union";

    private readonly UnionBranch[] _branches;
    private readonly UnionOutput _output;
    private readonly int[] _first;

    /// <param name="width">Number of input columns.</param>
    /// <param name="branches">At least one.</param>
    /// <param name="output">What kind of row results.</param>
    /// <exception cref="ArgumentException">An operator does not take its columns, or a column is not there.</exception>
    public ColumnUnion(int width, UnionBranch[] branches, UnionOutput output)
    {
        if (branches.Length == 0 || !Enum.IsDefined(output))
        {
            throw new ArgumentException("A union needs a branch.", nameof(branches));
        }

        (InputWidth, _branches, _output) = (width, branches, output);
        _first = new int[branches.Length + 1];
        for (int i = 0; i < branches.Length; i++)
        {
            UnionBranch branch = branches[i];
            if (branch.Operator.InputWidth != branch.Columns.Length || branch.Columns.AsSpan().ContainsAnyExceptInRange(0, width - 1))
            {
                throw new ArgumentException($"Branch {i} gives {branch.Columns.Length} of {width} columns to '{branch.Operator.Kind}', which takes {branch.Operator.InputWidth}.");
            }

            _first[i + 1] = checked(_first[i] + branch.Operator.OutputWidth);
        }
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int InputWidth { get; }

    /// <inheritdoc/>
    public override int OutputWidth => _first[^1];

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static ColumnUnion Read(ref PartReader reader)
    {
        int width = reader.Int();
        var branches = new UnionBranch[reader.Count("branches")];
        for (int i = 0; i < branches.Length; i++)
        {
            branches[i] = new UnionBranch(reader.Ints(), reader.Part<Operator>(), reader.Double());
        }

        return new ColumnUnion(width, branches, (UnionOutput)reader.Int());
    }

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Int(InputWidth);
        writer.Int(_branches.Length);
        foreach (UnionBranch branch in _branches)
        {
            writer.Ints(branch.Columns);
            writer.Part(branch.Operator);
            writer.Double(branch.Weight);
        }

        writer.Int((int)_output);
    }

    /// <inheritdoc/>
    public override bool ReadsText(int column)
    {
        foreach (UnionBranch branch in _branches)
        {
            for (int i = 0; i < branch.Columns.Length; i++)
            {
                if (branch.Columns[i] == column && branch.Operator.ReadsText(i))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override int SourceOf(int output)
    {
        int branch = 0;
        while (_first[branch + 1] <= output)
        {
            branch++;
        }

        int source = _branches[branch].Operator.SourceOf(output - _first[branch]);
        return source < 0 ? -1 : _branches[branch].Columns[source];
    }

    /// <inheritdoc/>
    // Whether the result is sparse can depend on the branches, so all are applied before the first is written.
    public override void Apply(RowVector input, RowVector output, Workspace workspace)
    {
        bool isSparse = _output == UnionOutput.Sparse;
        RowVector gathered = workspace.Rent();
        for (int i = 0; i < _branches.Length; i++)
        {
            RowVector block = workspace.Rent();
            _branches[i].Apply(input, gathered, block, workspace);
            isSparse |= _output == UnionOutput.SparseIfAny && block.IsSparse;
        }

        if (isSparse)
        {
            output.ResetSparse(OutputWidth);
        }
        else
        {
            output.ResetDense(OutputWidth, input.HasTexts);
        }

        for (int i = 0; i < _branches.Length; i++)
        {
            Put(workspace.Rented(_branches.Length - 1 - i), output, _first[i]);
        }

        for (int i = 0; i <= _branches.Length; i++)
        {
            workspace.Return();
        }
    }

    private static void Put(RowVector block, RowVector output, int first)
    {
        if (!output.IsSparse)
        {
            block.CopyTo(output.Numbers[first..]);
            if (block.HasTexts)
            {
                block.Texts.CopyTo(output.Texts[first..]);
            }

            return;
        }

        // Zeros of a dense block vanish, those that a sparse block stores stay: as scipy.sparse.hstack.
        ReadOnlySpan<double> values = block.Numbers;
        for (int i = 0; i < values.Length; i++)
        {
            if (block.IsSparse)
            {
                output.Append(first + block.Indices[i], values[i]);
            }
            else if (values[i] != 0)
            {
                output.Append(first + i, values[i]);
            }
        }
    }
}

/// <summary>What kind of row a union gives.</summary>
internal enum UnionOutput
{
    /// <summary>Dense.</summary>
    Dense,

    /// <summary>Sparse.</summary>
    Sparse,

    /// <summary>Sparse if a branch is, else dense.</summary>
    SparseIfAny,
}
