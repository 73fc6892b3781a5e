using System.Globalization;
using System.Text;

namespace Hamf.Pipeline.Detectors.Inference;

/// <summary>Writes texts so that YAML reads them back as they are.</summary>
internal static class YamlScalar
{
    /// <summary>The text as it is where that is safe everywhere, else between double quotes.</summary>
    public static string Of(string text) => IsPlain(text, "_./-", " ") ? text : Quoted(text);

    /// <summary>An expression as the value of a line of its own: more may stand without quotes there.</summary>
    public static string OfExpression(string text) =>
        IsPlain(text, "_./-(),*+<>=", " ") && !text.Contains(" #", StringComparison.Ordinal) ? text : Quoted(text);

    private static bool IsPlain(string text, string marks, string inner)
    {
        if (text.Length == 0 || text is "null" or "Null" or "NULL" or "true" or "false" || !(char.IsAsciiLetter(text[0]) || char.IsAsciiDigit(text[0])))
        {
            return false;
        }

        return text[^1] != ' ' && text.All(c => char.IsAsciiLetterOrDigit(c) || marks.Contains(c, StringComparison.Ordinal)
            || inner.Contains(c, StringComparison.Ordinal));
    }

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char c in text)
        {
            switch (c)
            {
                case '"' or '\\':
                    quoted.Append('\\').Append(c);
                    break;
                case < ' ' or '\u007f' or '\u0085' or '\u2028' or '\u2029' or '\ufeff':
                    quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
                    break;
                default:
                    quoted.Append(c);
                    break;
            }
        }

        return quoted.Append('"').ToString();
    }
}
