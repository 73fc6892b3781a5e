using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Validation;

/// <summary>Text as written: spaces, case and leading zeros stay.</summary>
internal sealed class TextParser : FieldParser
{
    private readonly TextCache _texts = new();
    private readonly HashSet<string>? _categories;
    private readonly string _categoryRule;

    public TextParser(int column, ColumnSpec spec)
        : base(column, spec)
    {
        _categories = spec.Categories?.ToHashSet(StringComparer.Ordinal);
        _categoryRule = FieldRules.OneOf(spec.Categories);
    }

    /// <inheritdoc/>
    public override string? Read(ReadOnlySpan<byte> text, Row row)
    {
        if (!_texts.TryGet(text, out string? value))
        {
            return FieldRules.ValidUtf8;
        }

        // Databases that keep the payload (PostgreSQL) have no such character.
        if (text.Contains((byte)0))
        {
            return FieldRules.NoNul;
        }

        if (_categories is not null && !_categories.Contains(value))
        {
            return _categoryRule;
        }

        row.SetText(Column, value);
        return null;
    }
}
