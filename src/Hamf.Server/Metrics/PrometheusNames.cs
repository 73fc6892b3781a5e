namespace Hamf.Server.Metrics;

/// <summary>Names and escapes of the Prometheus text format.</summary>
internal static class PrometheusNames
{
    /// <summary>The exposed name: cleaned, with the unit spelled out and <c>_total</c> for counters, neither of them twice.</summary>
    public static string Of(string name, string unit, bool isCounter)
    {
        string clean = Clean(name);
        string suffix = unit switch { "s" => "_seconds", "ms" => "_milliseconds", "By" => "_bytes", _ => "" };
        clean = clean.EndsWith(suffix, StringComparison.Ordinal) ? clean : clean + suffix;
        return isCounter && !clean.EndsWith("_total", StringComparison.Ordinal) ? clean + "_total" : clean;
    }

    /// <summary>Replaces what may not be in a name by underscores.</summary>
    public static string Clean(string name) => string.Create(name.Length, name, static (span, text) =>
    {
        for (int i = 0; i < span.Length; i++)
        {
            span[i] = char.IsAsciiLetterOrDigit(text[i]) || text[i] is '_' or ':' ? text[i] : '_';
        }
    });

    public static string EscapeHelp(string text) => Escape(text, quotes: false);

    public static string EscapeLabel(string text) => Escape(text, quotes: true);

    private static string Escape(string text, bool quotes)
    {
        string escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }
}
