using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Preprocessing;

/// <summary>One column for each category, 1 where it is the row's: OneHotEncoder. Dropped and grouped categories are in the table of places.</summary>
internal sealed class OneHot : Operator
{
    public const string KindName = "one-hot";

    /// <summary>The place of a category that sets nothing.</summary>
    public const int Nowhere = -1;

    /// <summary>The place of what is refused.</summary>
    public const int Refused = -2;

    private readonly CategoryIndex[] _columns;
    private readonly int[][] _places;
    private readonly bool _isSparse;
    private readonly int[] _first;

    /// <param name="columns">The categories of each column.</param>
    /// <param name="places">
    /// For each column the place of each category among the column's outputs, or <see cref="Nowhere"/>; at the end the place of an unknown
    /// one, which may also be <see cref="Refused"/>; then the number of the column's outputs.
    /// </param>
    /// <param name="isSparse">Whether only the ones are stored.</param>
    /// <exception cref="ArgumentException">A place is not there.</exception>
    public OneHot(CategoryIndex[] columns, int[][] places, bool isSparse)
    {
        if (columns.Length == 0 || places.Length != columns.Length)
        {
            throw new ArgumentException($"There are {places.Length} tables for {columns.Length} columns.");
        }

        (_columns, _places, _isSparse) = (columns, places, isSparse);
        _first = new int[columns.Length + 1];
        for (int i = 0; i < columns.Length; i++)
        {
            int[] table = places[i];
            if (table.Length != columns[i].Count + 2 || table[^1] < 0 || table[^1] > columns[i].Count
                || table[^2] < Refused || table.AsSpan(..^2).ContainsAnyExceptInRange(Nowhere, table[^1] - 1) || table[^2] >= table[^1])
            {
                throw new ArgumentException($"The places of column {i} do not fit its {columns[i].Count} categories.");
            }

            _first[i + 1] = checked(_first[i] + table[^1]);
        }
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int InputWidth => _columns.Length;

    /// <inheritdoc/>
    public override int OutputWidth => _first[^1];

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static OneHot Read(ref PartReader reader)
    {
        CategoryIndex[] columns = CategoryIndex.ReadAll(ref reader);
        var places = new int[columns.Length][];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = reader.Ints();
        }

        return new OneHot(columns, places, reader.Flag());
    }

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        CategoryIndex.WriteAll(writer, _columns);
        foreach (int[] table in _places)
        {
            writer.Ints(table);
        }

        writer.Flag(_isSparse);
    }

    /// <inheritdoc/>
    public override bool ReadsText(int column) => _columns[column].ReadsText;

    /// <inheritdoc/>
    // Columns without outputs share their first place with the next one; the last of equal ones owns the output.
    public override int SourceOf(int output)
    {
        int column = 0;
        while (_first[column + 1] <= output)
        {
            column++;
        }

        return column;
    }

    /// <inheritdoc/>
    public override void Apply(RowVector input, RowVector output, Workspace workspace)
    {
        RowCheck.NotInfinite(input, Kind);
        if (_isSparse)
        {
            output.ResetSparse(OutputWidth);
        }
        else
        {
            output.ResetDense(OutputWidth);
            output.Numbers.Clear();
        }

        for (int column = 0; column < _columns.Length; column++)
        {
            int category = _columns[column].Find(input, column);
            int place = category >= 0 ? _places[column][category] : _places[column][^2];
            if (place == Refused)
            {
                throw new RowRefusedException($"column {column} of the input of {Kind} holds a category that was not met in training");
            }

            if (place >= 0 && _isSparse)
            {
                output.Append(_first[column] + place, 1);
            }
            else if (place >= 0)
            {
                output.Numbers[_first[column] + place] = 1;
            }
        }
    }
}
