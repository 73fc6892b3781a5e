using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Validation;

/// <summary>A column that nothing reads: text is kept where it can be, anything else stays missing, and no value is ever refused.</summary>
internal sealed class IgnoredParser(int column, ColumnSpec spec) : FieldParser(column, spec)
{
    private readonly TextCache _texts = new();

    /// <inheritdoc/>
    public override string? Read(ReadOnlySpan<byte> text, Row row)
    {
        if (Spec.Type == ColumnType.Text && _texts.TryGet(text, out string? value))
        {
            row.SetText(Column, value);
        }
        else
        {
            row.SetMissing(Column);
        }

        return null;
    }
}
