using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Preprocessing;

/// <summary>1 where a column is missing, else 0: MissingIndicator.</summary>
internal sealed class MissingFlags : Operator
{
    public const string KindName = "missing-flags";

    private readonly MissingTest _missing;
    private readonly int[] _columns;
    private readonly bool _refusesNew;
    private readonly bool _isSparse;
    private readonly bool[] _isFlagged;

    /// <param name="missing">What counts as missing.</param>
    /// <param name="width">Number of input columns.</param>
    /// <param name="columns">Those that get a flag, rising.</param>
    /// <param name="refusesNew">Whether a row is refused when another column is missing.</param>
    /// <param name="isSparse">Whether only the ones are stored.</param>
    /// <exception cref="ArgumentException">A column is not there, or none gets a flag.</exception>
    public MissingFlags(MissingTest missing, int width, int[] columns, bool refusesNew, bool isSparse)
    {
        if (columns.Length == 0 || !FillMissing.IsRising(columns, width))
        {
            throw new ArgumentException($"{columns.Length} of {width} columns cannot get flags.");
        }

        (_missing, InputWidth, _columns, _refusesNew, _isSparse) = (missing, width, columns, refusesNew, isSparse);
        _isFlagged = new bool[width];
        Array.ForEach(columns, column => _isFlagged[column] = true);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int InputWidth { get; }

    /// <inheritdoc/>
    public override int OutputWidth => _columns.Length;

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static MissingFlags Read(ref PartReader reader) =>
        new(MissingTest.Read(ref reader), reader.Int(), reader.Ints(), reader.Flag(), reader.Flag());

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        _missing.Write(writer);
        writer.Int(InputWidth);
        writer.Ints(_columns);
        writer.Flag(_refusesNew);
        writer.Flag(_isSparse);
    }

    /// <inheritdoc/>
    public override int SourceOf(int output) => _columns[output];

    /// <inheritdoc/>
    public override void Apply(RowVector input, RowVector output, Workspace workspace)
    {
        _missing.Check(input, Kind);
        for (int column = 0; _refusesNew && column < InputWidth; column++)
        {
            if (!_isFlagged[column] && _missing.IsMissing(input, column))
            {
                throw new RowRefusedException($"column {column} of the input of {Kind} is missing; it never was in training");
            }
        }

        output.ResetSparse(OutputWidth);
        if (!_isSparse)
        {
            output.ResetDense(OutputWidth);
            output.Numbers.Clear();
        }

        for (int i = 0; i < _columns.Length; i++)
        {
            if (!_missing.IsMissing(input, _columns[i]))
            {
                continue;
            }

            if (_isSparse)
            {
                output.Append(i, 1);
            }
            else
            {
                output.Numbers[i] = 1;
            }
        }
    }
}
