using System.Globalization;
using System.Net;
using System.Text;

namespace Hamf.Pipeline.Evaluation.Charts;

/// <summary>
/// Builds SVG and HTML from interpolated strings. Every hole is escaped and every number written without culture, so that nothing that
/// comes from data can become markup; finished markup goes in with <see cref="AddMarkup"/>.
/// </summary>
internal sealed class MarkupBuilder
{
    private static readonly EscapingFormat Format = new();

    private readonly StringBuilder _text = new();

    /// <summary>Adds markup with escaped holes; a double without format gets at most two decimals.</summary>
    public MarkupBuilder Add(FormattableString markup)
    {
        _text.AppendFormat(Format, markup.Format, markup.GetArguments());
        return this;
    }

    /// <summary>Adds markup that was built by one of these builders.</summary>
    public MarkupBuilder AddMarkup(string markup)
    {
        _text.Append(markup);
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private sealed class EscapingFormat : IFormatProvider, ICustomFormatter
    {
        public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

        string ICustomFormatter.Format(string? format, object? arg, IFormatProvider? formatProvider) => arg switch
        {
            double number => number.ToString(format ?? "0.##", CultureInfo.InvariantCulture),
            IFormattable other => WebUtility.HtmlEncode(other.ToString(format, CultureInfo.InvariantCulture)),
            _ => WebUtility.HtmlEncode(arg?.ToString() ?? string.Empty),
        };
    }
}
