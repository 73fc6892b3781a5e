using System.Buffers;

namespace Hamf.Pipeline.Flows;

/// <summary>Writes fields of the CSV files that Hamf makes (RFC 4180).</summary>
internal static class CsvField
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    /// <summary>The text as a field, in quotes only where it needs them.</summary>
    public static string Quote(string text) =>
        text.AsSpan().ContainsAny(Special) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
