using System.Text;
using Hamf.Pipeline.Rows;
using CsvHelper;

namespace Hamf.Pipeline.Detectors.Inference;

/// <summary>Goes over the cells of a CSV file, plain or gzipped, in bounded memory. Not thread-safe.</summary>
internal sealed class TableReader : IDisposable
{
    private const int MaxRecordBytes = 16 << 20;

    private readonly CsvReader _csv;

    private TableReader(CsvReader csv, string[] header)
    {
        _csv = csv;
        Header = header;
    }

    /// <summary>The header's names, an unnamed first one included.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>The delimiter, as found.</summary>
    public char Delimiter { get; private init; }

    /// <summary>Records left out because their number of fields is not the header's.</summary>
    public long RaggedRows { get; private set; }

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="InvalidDataException">It is empty, or not CSV.</exception>
    public static TableReader Open(string path)
    {
        char delimiter = SniffDelimiter(path);
        Stream stream = OpenText(path);
        try
        {
            CsvReader csv = CsvReader.Create(stream, Options(delimiter), leaveOpen: false);
            return new TableReader(csv, ReadHeader(csv)) { Delimiter = delimiter };
        }
        catch (CsvFormatException e)
        {
            stream.Dispose();
            throw new InvalidDataException($"the header cannot be read: {e.Message}", e);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Moves to the next row with as many fields as the header.</summary>
    /// <exception cref="InvalidDataException">A record is longer than 16 MiB: mostly a quote that is never closed.</exception>
    public bool Read()
    {
        try
        {
            while (_csv.Read())
            {
                if (_csv.FieldCount == Header.Count)
                {
                    return true;
                }

                RaggedRows++;
            }

            return false;
        }
        catch (CsvFormatException e)
        {
            throw new InvalidDataException($"the file cannot be read as CSV: {e.Message}", e);
        }
    }

    /// <summary>A cell of the current row as UTF-8, unquoted; valid until the next row.</summary>
    public ReadOnlySpan<byte> Cell(int index) => _csv.GetSpan(index);

    public void Dispose() => _csv.Dispose();

    private static string[] ReadHeader(CsvReader csv)
    {
        if (!csv.Read() || csv.FieldCount == 0)
        {
            throw new InvalidDataException("the file is empty; expected a header line and rows");
        }

        string[] header = [.. Enumerable.Range(0, csv.FieldCount).Select(i => csv.GetString(i).Trim())];
        return header.Any(h => h.Length > 200 || h.Any(c => char.IsControl(c) || c == '\ufffd'))
            ? throw new InvalidDataException("the first line is not a header of names in UTF-8; expected CSV, plain or gzipped")
            : header;
    }

    private static CsvReaderOptions Options(char delimiter) => new()
    {
        Separator = delimiter,
        HasHeader = false,
        IncludeValuesInExceptions = false,
        MaxRecordSize = MaxRecordBytes,
        OnMalformedRecord = static _ => { },
    };

    private static Stream OpenText(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        bool isGzip = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return isGzip ? new CheckedGzipStream(file) : file;
    }

    /// <summary>The most frequent of comma, semicolon, tab and pipe in the first line, quoted parts left out.</summary>
    private static char SniffDelimiter(string path)
    {
        using var reader = new StreamReader(OpenText(path), Encoding.UTF8);
        var counts = new Dictionary<char, int> { [','] = 0, [';'] = 0, ['\t'] = 0, ['|'] = 0 };
        bool isQuoted = false;
        for (int read = 0, c = reader.Read(); c is not (-1 or '\n' or '\r') && read < MaxRecordBytes; c = reader.Read(), read++)
        {
            isQuoted ^= c == '"';
            if (read == 0 && c == '{')
            {
                throw new InvalidDataException("the file starts like JSON; 'init' reads CSV, plain or gzipped");
            }

            if (!isQuoted && counts.TryGetValue((char)c, out int count))
            {
                counts[(char)c] = count + 1;
            }
        }

        return counts.MaxBy(p => p.Value).Key;
    }
}
