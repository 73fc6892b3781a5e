using System.Globalization;
using System.Text.Json;

namespace Hamf.Server.Mlflow;

/// <summary>Numbers as the API writes and reads them: whole ones also as text, NaN and infinities only as text.</summary>
internal static class WireNumbers
{
    /// <summary>Reads a whole number from text.</summary>
    public static bool TryLong(string text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    /// <summary>Reads a whole number; 3.0 and 1e3 are whole, true is no number.</summary>
    public static bool TryLong(JsonElement value, out long number)
    {
        number = 0;
        if (value.ValueKind == JsonValueKind.String)
        {
            return TryLong(value.GetString()!, out number);
        }

        if (value.ValueKind != JsonValueKind.Number)
        {
            return false;
        }

        if (value.TryGetInt64(out number))
        {
            return true;
        }

        if (!value.TryGetDecimal(out decimal whole) || whole != decimal.Truncate(whole) || whole < long.MinValue || whole > long.MaxValue)
        {
            return false;
        }

        number = (long)whole;
        return true;
    }

    /// <summary>Reads a number from text: <c>0.5</c>, <c>NaN</c>, <c>Infinity</c>, <c>-Infinity</c>.</summary>
    public static bool TryDouble(string text, out double number)
    {
        number = text switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => 0,
        };
        return number != 0
            || (double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number)
                && double.IsFinite(number));
    }

    /// <summary>Reads a number; one that no double can hold is none.</summary>
    public static bool TryDouble(JsonElement value, out double number)
    {
        number = 0;
        return value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetDouble(out number) && double.IsFinite(number),
            JsonValueKind.String => TryDouble(value.GetString()!, out number),
            _ => false,
        };
    }
}
