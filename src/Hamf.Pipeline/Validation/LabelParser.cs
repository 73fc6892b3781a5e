using System.Globalization;
using System.Text;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Validation;

/// <summary>The truth: 1 when the value is the positive class, else 0. Values are compared in the column's type, so 1.0 and +1 are 1.</summary>
internal abstract class LabelParser(int column, ColumnSpec spec) : FieldParser(column, spec)
{
    /// <summary>The parser for the label's type.</summary>
    /// <exception cref="ArgumentException">The positive class is not of the column's type, or the type cannot be a label.</exception>
    public static LabelParser Create(int column, ColumnSpec spec, char decimalSign) => spec.Type switch
    {
        ColumnType.Boolean => new BooleanLabel(column, spec),
        ColumnType.Text => new TextLabel(column, spec),
        ColumnType.Integer or ColumnType.Number => new NumberLabel(column, spec, decimalSign),
        _ => throw new ArgumentException($"Label '{spec.Name}' is a {spec.Type}; a label is a boolean, integer, number or text.", nameof(spec)),
    };

    private static ArgumentException WrongPositive(ColumnSpec spec) =>
        new($"Label '{spec.Name}' is of type {spec.Type}, but its positive class '{spec.Positive}' is not.", nameof(spec));

    private sealed class BooleanLabel(int column, ColumnSpec spec) : LabelParser(column, spec)
    {
        private readonly bool _positive = BooleanParser.TryParse(Encoding.UTF8.GetBytes(spec.Positive)) ?? throw WrongPositive(spec);

        public override string? Read(ReadOnlySpan<byte> text, Row row)
        {
            if (BooleanParser.TryParse(Trim(text)) is not { } value)
            {
                return FieldRules.Boolean;
            }

            row.SetInteger(Column, value == _positive ? 1 : 0);
            return null;
        }
    }

    private sealed class NumberLabel : LabelParser
    {
        private readonly double _positive;
        private readonly byte _decimalSign;
        private readonly ValueRange _range;
        private readonly HashSet<double>? _categories;

        public NumberLabel(int column, ColumnSpec spec, char decimalSign)
            : base(column, spec)
        {
            _positive = NumberOf(spec, spec.Positive);
            _decimalSign = (byte)decimalSign;
            _range = new ValueRange(spec);
            _categories = spec.Categories?.Select(c => NumberOf(spec, c)).ToHashSet();
        }

        public override string? Read(ReadOnlySpan<byte> text, Row row)
        {
            ReadOnlySpan<byte> trimmed = Trim(text);
            double value;
            if (trimmed.Length > 1 && BooleanParser.TryParse(trimmed) is { } truth)
            {
                value = truth ? 1 : 0; // Databases and data frames write 0/1 labels as booleans too.
            }
            else if (!NumberParser.TryParseAny(trimmed, _decimalSign, out value) || !double.IsFinite(value))
            {
                return FieldRules.Number;
            }

            if (_range.Check(value) is { } rule)
            {
                return rule;
            }

            if (_categories is not null && !_categories.Contains(value))
            {
                return FieldRules.OneOf(Spec.Categories);
            }

            row.SetInteger(Column, value == _positive ? 1 : 0);
            return null;
        }

        private static double NumberOf(ColumnSpec spec, string text) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : throw WrongPositive(spec);
    }

    private sealed class TextLabel(int column, ColumnSpec spec) : LabelParser(column, spec)
    {
        private readonly TextCache _texts = new();
        private readonly HashSet<string>? _categories = spec.Categories?.ToHashSet(StringComparer.Ordinal);

        public override string? Read(ReadOnlySpan<byte> text, Row row)
        {
            if (!_texts.TryGet(text, out string? value))
            {
                return FieldRules.ValidUtf8;
            }

            if (_categories is not null && !_categories.Contains(value))
            {
                return FieldRules.OneOf(Spec.Categories);
            }

            row.SetInteger(Column, string.Equals(value, Spec.Positive, StringComparison.Ordinal) ? 1 : 0);
            return null;
        }
    }
}
