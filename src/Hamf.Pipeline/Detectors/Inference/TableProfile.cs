namespace Hamf.Pipeline.Detectors.Inference;

/// <summary>What a whole file is.</summary>
internal sealed class TableProfile
{
    /// <summary>The columns in the order of the file, without an unnamed first one.</summary>
    public required IReadOnlyList<ColumnProfile> Columns { get; init; }

    /// <summary>Rows read.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows left out because their number of fields is not the header's.</summary>
    public required long RaggedRows { get; init; }

    /// <summary>Whether the file has an unnamed first column, which is skipped.</summary>
    public required bool HasIndexColumn { get; init; }

    public required char Delimiter { get; init; }

    /// <summary>The decimal sign: a comma only where the file is separated by something else and some column is a number only so.</summary>
    public char DecimalSign =>
        Delimiter != ',' && Columns.Any(c => IsNumber(c.CommaNumbers, c) && !c.Numbers.IsNumeric)
        && !Columns.Any(c => IsNumber(c.Numbers, c) && c.Numbers.HasDecimalSign) ? ',' : '.';

    /// <summary>A column's values as numbers of this file.</summary>
    public NumberProfile NumbersOf(ColumnProfile column) => DecimalSign == ',' ? column.CommaNumbers : column.Numbers;

    public bool IsNumeric(ColumnProfile column) => IsNumber(NumbersOf(column), column);

    public ColumnProfile? Find(string? name) => Columns.FirstOrDefault(c => c.Name == name);

    private static bool IsNumber(NumberProfile numbers, ColumnProfile column) =>
        column.Present > 0 && numbers.IsNumeric && numbers.NanCount < column.Present;
}
