using System.Text;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Validation;

/// <summary>True or false, 1 or 0, yes or no, in any case.</summary>
internal sealed class BooleanParser(int column, ColumnSpec spec) : FieldParser(column, spec)
{
    /// <inheritdoc/>
    public override string? Read(ReadOnlySpan<byte> text, Row row)
    {
        if (TryParse(Trim(text)) is not { } value)
        {
            return FieldRules.Boolean;
        }

        row.SetInteger(Column, value ? 1 : 0);
        return null;
    }

    /// <summary>The truth value of the text, or null when it has none.</summary>
    internal static bool? TryParse(ReadOnlySpan<byte> text)
    {
        if (text.Length == 1)
        {
            return text[0] switch
            {
                (byte)'1' => true,
                (byte)'0' => false,
                _ => null,
            };
        }

        if (Ascii.EqualsIgnoreCase(text, "true"u8) || Ascii.EqualsIgnoreCase(text, "yes"u8))
        {
            return true;
        }

        return Ascii.EqualsIgnoreCase(text, "false"u8) || Ascii.EqualsIgnoreCase(text, "no"u8) ? false : null;
    }
}
