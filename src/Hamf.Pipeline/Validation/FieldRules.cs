using System.Globalization;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Validation;

/// <summary>The wording of the rules. docs/guides/rows.md lists them; a test keeps the two the same.</summary>
internal static class FieldRules
{
    public const string Present = "a value: the column is not nullable";
    public const string Label = "a label";
    public const string Number = "a number";
    public const string FiniteNumber = "a finite number";
    public const string WholeNumber = "a whole number";
    public const string Whole64 = "a whole number of up to 64 bits";
    public const string WholeInFull = "a whole number written in full: above 2^53 a point or an exponent may hide lost digits";
    public const string Boolean = "true or false";
    public const string ValidUtf8 = "valid UTF-8";
    public const string NoNul = "text without the character NUL";
    public const string SingleValue = "a single value, not an object or array";
    public const string Once = "given once";
    public const string JsonObject = "a JSON object";
    public const string ValidJson = "valid JSON";
    public const string ClosingQuote = "a closing quote";
    public const string DelimiterAfterQuote = "a delimiter or the line's end after the closing quote";

    private const int ListedMax = 12;

    public static string FieldLength { get; } = string.Create(CultureInfo.InvariantCulture, $"at most {RowLimits.FieldBytesMax} bytes");

    public static string LineLength { get; } = string.Create(CultureInfo.InvariantCulture, $"a line of at most {RowLimits.LineBytesMax} bytes");

    public static string AtLeast(double min) => string.Create(CultureInfo.InvariantCulture, $"at least {min}");

    public static string AtMost(double max) => string.Create(CultureInfo.InvariantCulture, $"at most {max}");

    public static string FieldCount(int count) =>
        count == 1 ? "1 field as in the header" : string.Create(CultureInfo.InvariantCulture, $"{count} fields as in the header");

    public static string OneOf(IReadOnlyList<string>? categories)
    {
        if (categories is null)
        {
            return "";
        }

        string list = string.Join(", ", categories.Take(ListedMax));
        return categories.Count <= ListedMax
            ? $"one of {list}"
            : string.Create(CultureInfo.InvariantCulture, $"one of {list} and {categories.Count - ListedMax} more");
    }

    public static string TimeAs(IReadOnlyList<string> formats) => "a time as " + string.Join(" or ", formats);

    public static string DateAs(IReadOnlyList<string> formats) => "a date as " + string.Join(" or ", formats);
}
