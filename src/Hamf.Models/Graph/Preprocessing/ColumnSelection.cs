using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Preprocessing;

/// <summary>Keeps some columns: the feature selectors.</summary>
internal sealed class ColumnSelection : Operator
{
    public const string KindName = "selection";

    private readonly int[] _columns;
    private readonly bool _takesAll;

    // For each input its place in the output, or -1.
    private readonly int[] _targets;

    /// <param name="width">Number of input columns.</param>
    /// <param name="columns">Those that stay, rising.</param>
    /// <param name="takesAll">Whether rows with missing or infinite values pass.</param>
    /// <exception cref="ArgumentException">A column is not there, or comes twice, or none stays.</exception>
    public ColumnSelection(int width, int[] columns, bool takesAll)
    {
        if (width < 1 || columns.Length == 0 || columns[0] < 0 || columns[^1] >= width || columns.Zip(columns.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            throw new ArgumentException($"{columns.Length} columns cannot be selected from {width}.");
        }

        (InputWidth, _columns, _takesAll) = (width, columns, takesAll);
        _targets = new int[width];
        Array.Fill(_targets, -1);
        for (int i = 0; i < columns.Length; i++)
        {
            _targets[columns[i]] = i;
        }
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int InputWidth { get; }

    /// <inheritdoc/>
    public override int OutputWidth => _columns.Length;

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static ColumnSelection Read(ref PartReader reader) => new(reader.Int(), reader.Ints(), reader.Flag());

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Int(InputWidth);
        writer.Ints(_columns);
        writer.Flag(_takesAll);
    }

    /// <inheritdoc/>
    public override int SourceOf(int output) => _columns[output];

    /// <inheritdoc/>
    public override void Apply(RowVector input, RowVector output, Workspace workspace)
    {
        if (_takesAll)
        {
            RowCheck.NoTexts(input, Kind);
        }
        else
        {
            RowCheck.Finite(input, Kind);
        }

        if (!input.IsSparse)
        {
            output.ResetDense(OutputWidth);
            for (int i = 0; i < _columns.Length; i++)
            {
                output.Numbers[i] = input.Numbers[_columns[i]];
            }

            return;
        }

        output.ResetSparse(OutputWidth);
        for (int i = 0; i < input.StoredCount; i++)
        {
            if (_targets[input.Indices[i]] is >= 0 and var target)
            {
                output.Append(target, input.Numbers[i]);
            }
        }
    }
}
