using System.Globalization;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Validation;

/// <summary>A decimal number with the source's decimal sign. Thousands separators are not accepted; <c>nan</c> in any case is missing.</summary>
internal sealed class NumberParser : FieldParser
{
    private readonly byte _decimalSign;
    private readonly ValueRange _range;
    private readonly HashSet<double>? _categories;

    public NumberParser(int column, ColumnSpec spec, char decimalSign)
        : base(column, spec)
    {
        _decimalSign = (byte)decimalSign;
        _range = new ValueRange(spec);
        _categories = spec.Categories?.Select(c => CategoryOf(spec, c)).ToHashSet();
    }

    /// <inheritdoc/>
    public override string? Read(ReadOnlySpan<byte> text, Row row)
    {
        ReadOnlySpan<byte> trimmed = Trim(text);
        if (!FastNumber.TryParse(trimmed, _decimalSign, out double value) && !TryParseAny(trimmed, _decimalSign, out value))
        {
            return FieldRules.Number;
        }

        if (double.IsNaN(value))
        {
            row.SetMissing(Column);
            return Spec.Nullable ? null : FieldRules.Present;
        }

        if (double.IsInfinity(value))
        {
            return FieldRules.FiniteNumber;
        }

        if (_range.Check(value) is { } rule)
        {
            return rule;
        }

        if (_categories is not null && !_categories.Contains(value))
        {
            return FieldRules.OneOf(Spec.Categories);
        }

        row.SetNumber(Column, value);
        return null;
    }

    /// <summary>Every accepted form of a number, by the library: the reference of <see cref="FastNumber"/>.</summary>
    internal static bool TryParseAny(ReadOnlySpan<byte> text, byte decimalSign, out double value)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (decimalSign == (byte)'.' || !text.ContainsAny(decimalSign, (byte)'.'))
        {
            return double.TryParse(text, Style, CultureInfo.InvariantCulture, out value);
        }

        value = 0;
        if (text.Contains((byte)'.') || text.Length > 512)
        {
            return false;
        }

        Span<byte> withPoint = stackalloc byte[text.Length];
        text.Replace(withPoint, decimalSign, (byte)'.');
        return double.TryParse(withPoint, Style, CultureInfo.InvariantCulture, out value);
    }

    private static double CategoryOf(ColumnSpec spec, string category) =>
        double.TryParse(category, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new ArgumentException($"Column '{spec.Name}' is a number, but its category '{category}' is not.", nameof(spec));
}
