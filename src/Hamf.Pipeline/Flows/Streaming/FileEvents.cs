using System.Text;
using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>
/// The rows of a data file as flat JSON objects, cell by cell as written: CSV with a header, or JSON lines; either may be compressed with gzip.
/// Memory does not grow with the file. Not thread-safe.
/// </summary>
internal sealed class FileEvents : IDisposable
{
    private readonly ByteWindow _window;
    private readonly CsvRecords? _records;
    private readonly CsvCell[] _cells = [];

    private FileEvents(string path, ByteWindow window, EventSchema schema)
    {
        _window = window;
        window.Refill();
        window.SkipByteOrderMark();
        ReadOnlySpan<byte> text = window.Unread.TrimStart(" \t\r\n"u8);
        if (text.Length > 0 && text[0] == (byte)'{')
        {
            return;
        }

        _records = new CsvRecords(window, schema.Delimiter);
        if (!_records.MoveNext() || _records.BrokenRule is not null)
        {
            throw new RowFileException($"{path} has no header line that can be read, nor JSON objects.");
        }

        _cells = Enumerable.Range(0, _records.FieldCount)
            .Select(f => new CsvCell(f, Encoding.UTF8.GetString(_records.Field(f)).Trim(), schema)).Where(c => c.Name.Length > 0).ToArray();
        _records.ExpectedFields = _records.FieldCount;
    }

    /// <summary>Rows that could not be split into cells so far.</summary>
    public long BrokenCount { get; private set; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="RowFileException">It is missing or not readable.</exception>
    public static FileEvents Open(string path, EventSchema schema)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            bool isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
            file.Position = 0;
#pragma warning disable CA2000 // The events own the window, and the window owns the streams.
            return new FileEvents(path, new ByteWindow(isGzip ? new CheckedGzipStream(file) : file), schema);
#pragma warning restore CA2000
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            file?.Dispose();
            throw new RowFileException($"{path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Appends the next row as an object to <paramref name="target"/>.</summary>
    /// <returns>False at the end of the file.</returns>
    public bool TryNext(JsonBytes target) => _records is null ? TryNextLine(target) : TryNextRecord(_records, target);

    /// <inheritdoc/>
    public void Dispose()
    {
        _records?.Dispose();
        _window.Dispose();
    }

    private bool TryNextRecord(CsvRecords records, JsonBytes target)
    {
        while (records.MoveNext())
        {
            if (records.BrokenRule is not null)
            {
                BrokenCount++;
                continue;
            }

            for (int c = 0; c < _cells.Length; c++)
            {
                target.Raw(c == 0 ? "{"u8 : ","u8);
                _cells[c].Write(target, records.Field(_cells[c].Field));
            }

            target.Raw("}"u8);
            return true;
        }

        return false;
    }

    private bool TryNextLine(JsonBytes target)
    {
        while (!_window.Unread.IsEmpty || _window.Refill())
        {
            int length = _window.Unread.IndexOf((byte)'\n');
            if (length < 0 && !_window.IsLast && !_window.IsFull)
            {
                _window.Refill();
                continue;
            }

            ReadOnlySpan<byte> line = length < 0 ? _window.Unread : _window.Unread[..length];
            ReadOnlySpan<byte> trimmed = line.Trim(" \t\r"u8);
            int skipped = length < 0 ? line.Length : length + 1;
            if (trimmed.Length is > 0 and <= EventMessage.BytesMax)
            {
                target.Raw(trimmed);
                _window.Skip(skipped);
                return true;
            }

            BrokenCount += trimmed.IsEmpty ? 0 : 1;
            _window.Skip(skipped);
        }

        return false;
    }
}
