using Hamf.Models.Formats.Hamf;
using Hamf.Models.Numerics;

namespace Hamf.Models.Graph.Preprocessing;

/// <summary>One or more numbers for each category: OrdinalEncoder (its code), TargetEncoder (the mean of the target).</summary>
internal sealed class CategoryNumbers : Operator
{
    public const string KindName = "category-numbers";

    private readonly CategoryIndex[] _columns;
    private readonly Matrix[] _numbers;
    private readonly bool _refusesUnknown;
    private readonly int _perColumn;

    /// <param name="columns">The categories of each column.</param>
    /// <param name="numbers">For each column [categories + 1 x outputs of a column]; the last row is for an unknown category.</param>
    /// <param name="refusesUnknown">Whether a row with an unknown category is refused.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public CategoryNumbers(CategoryIndex[] columns, Matrix[] numbers, bool refusesUnknown)
    {
        if (columns.Length == 0 || numbers.Length != columns.Length || numbers[0].ColumnCount == 0
            || columns.Zip(numbers).Any(pair => pair.Second.RowCount != pair.First.Count + 1 || pair.Second.ColumnCount != numbers[0].ColumnCount))
        {
            throw new ArgumentException("The numbers do not fit the categories.");
        }

        (_columns, _numbers, _refusesUnknown, _perColumn) = (columns, numbers, refusesUnknown, numbers[0].ColumnCount);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int InputWidth => _columns.Length;

    /// <inheritdoc/>
    public override int OutputWidth => _columns.Length * _perColumn;

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static CategoryNumbers Read(ref PartReader reader)
    {
        CategoryIndex[] columns = CategoryIndex.ReadAll(ref reader);
        var numbers = new Matrix[columns.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = reader.Matrix();
        }

        return new CategoryNumbers(columns, numbers, reader.Flag());
    }

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        CategoryIndex.WriteAll(writer, _columns);
        foreach (Matrix numbers in _numbers)
        {
            writer.Matrix(numbers);
        }

        writer.Flag(_refusesUnknown);
    }

    /// <inheritdoc/>
    public override bool ReadsText(int column) => _columns[column].ReadsText;

    /// <inheritdoc/>
    public override int SourceOf(int output) => output / _perColumn;

    /// <inheritdoc/>
    public override void Apply(RowVector input, RowVector output, Workspace workspace)
    {
        RowCheck.NotInfinite(input, Kind);
        output.ResetDense(OutputWidth);
        for (int column = 0; column < _columns.Length; column++)
        {
            int category = _columns[column].Find(input, column);
            if (category < 0 && _refusesUnknown)
            {
                throw new RowRefusedException($"column {column} of the input of {Kind} holds a category that was not met in training");
            }

            Matrix numbers = _numbers[column];
            numbers[category < 0 ? numbers.RowCount - 1 : category].CopyTo(output.Numbers[(column * _perColumn)..]);
        }
    }
}
