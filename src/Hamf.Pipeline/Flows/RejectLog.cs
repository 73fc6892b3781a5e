using System.Globalization;
using System.Text;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Flows;

/// <summary>
/// Lists rejects in a CSV file beside the result: line, field, rule, value. The file is made when the first reject comes, and appears
/// under its name only when <see cref="Complete"/> is called. Not thread-safe.
/// </summary>
internal sealed class RejectLog(string? path) : IDisposable
{
    // Past this many lines a sample says no more; the count goes on.
    private const int MaxListed = 1_000_000;

    private StreamWriter? _writer;
    private long _listed;

    /// <summary>Where the rejects are listed once complete, or null when there are none.</summary>
    public string? WrittenPath { get; private set; }

    private string PartialPath => path + ".partial";

    /// <summary>Lists rejects.</summary>
    public void Add(IReadOnlyList<Reject> rejects)
    {
        if (path is null)
        {
            return;
        }

        foreach (Reject reject in rejects)
        {
            if (_listed++ >= MaxListed)
            {
                return;
            }

            Write(reject);
        }
    }

    /// <summary>Gives the file its name; an older list of the same name goes, also when there is nothing to list now.</summary>
    public void Complete()
    {
        if (path is null)
        {
            return;
        }

        if (_writer is null)
        {
            File.Delete(path);
            return;
        }

        _writer.Dispose();
        _writer = null;
        File.Move(PartialPath, path, overwrite: true);
        WrittenPath = path;
    }

    /// <summary>Removes what was not completed.</summary>
    public void Dispose()
    {
        if (_writer is not null)
        {
            _writer.Dispose();
            _writer = null;
            File.Delete(PartialPath);
        }
    }

    private void Write(Reject reject)
    {
        if (_writer is null)
        {
            _writer = new StreamWriter(PartialPath, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
            _writer.WriteLine("line,field,rule,value");
        }

        _writer.WriteLine(
            $"{reject.LineNumber.ToString(CultureInfo.InvariantCulture)},{CsvField.Quote(reject.Field)},{CsvField.Quote(reject.Rule)},{CsvField.Quote(reject.Value)}");
    }
}
