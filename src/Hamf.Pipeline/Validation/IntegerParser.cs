using System.Globalization;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Validation;

/// <summary>A whole number of up to 64 bits, bit for bit: it never passes through a double.</summary>
internal sealed class IntegerParser : FieldParser
{
    private readonly ValueRange _range;
    private readonly HashSet<long>? _categories;

    public IntegerParser(int column, ColumnSpec spec)
        : base(column, spec)
    {
        _range = new ValueRange(spec);
        _categories = spec.Categories?.Select(c => CategoryOf(spec, c)).ToHashSet();
    }

    /// <inheritdoc/>
    public override string? Read(ReadOnlySpan<byte> text, Row row)
    {
        if (WholeNumber.Parse(Trim(text), out long value) is { } broken)
        {
            return broken;
        }

        if (_range.Check(value) is { } rule)
        {
            return rule;
        }

        if (_categories is not null && !_categories.Contains(value))
        {
            return FieldRules.OneOf(Spec.Categories);
        }

        row.SetInteger(Column, value);
        return null;
    }

    private static long CategoryOf(ColumnSpec spec, string category) =>
        long.TryParse(category, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw new ArgumentException($"Column '{spec.Name}' is an integer, but its category '{category}' is not.", nameof(spec));
}
