using System.Buffers;
using System.Globalization;
using System.Text;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Intake;

/// <summary>
/// The rejects of a run as CSV: <c>line,field,rule,value</c>. The file appears with the first reject; one left by an earlier run is removed, so
/// that no file means no rejects. Not thread-safe.
/// </summary>
public sealed class RejectFile : IDisposable
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");
    private readonly StringBuilder _line = new();
    private StreamWriter? _writer;

    /// <summary>Prepares the file.</summary>
    /// <param name="path">Where rejects go.</param>
    /// <exception cref="IOException">A file of that name cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">A file of that name may not be removed.</exception>
    public RejectFile(string path)
    {
        Path = path;
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    }

    /// <summary>Where rejects go.</summary>
    public string Path { get; }

    /// <summary>Rejects written so far.</summary>
    public long Count { get; private set; }

    /// <summary>Appends rejects.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Write(IReadOnlyList<Reject> rejects)
    {
        ArgumentNullException.ThrowIfNull(rejects);
        if (rejects.Count == 0)
        {
            return;
        }

        _writer ??= Create();
        foreach (Reject reject in rejects)
        {
            _line.Clear();
            _line.Append(CultureInfo.InvariantCulture, $"{reject.LineNumber},");
            AppendField(reject.Field);
            _line.Append(',');
            AppendField(reject.Rule);
            _line.Append(',');
            AppendField(Harmless(reject.Value));
            _line.Append('\n');
            _writer.Write(_line);
        }

        Count += rejects.Count;
        _writer.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _writer?.Dispose();

    private StreamWriter Create()
    {
        var writer = new StreamWriter(Path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        writer.Write("line,field,rule,value\n");
        return writer;
    }

    private void AppendField(string text)
    {
        if (!text.AsSpan().ContainsAny(Special))
        {
            _line.Append(text);
            return;
        }

        _line.Append('"').Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }

    // Rejected values come from strangers and this file is opened in spreadsheets, which run what starts like a formula. Numbers stay as they are.
    private static string Harmless(string value) =>
        value.Length > 0 && (value[0] is '=' or '+' or '-' or '@' or '\t' or '\r')
        && !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? "'" + value
            : value;
}
