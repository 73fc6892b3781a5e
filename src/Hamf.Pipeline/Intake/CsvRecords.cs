using CsvHelper;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Validation;

namespace Hamf.Pipeline.Intake;

/// <summary>
/// Splits CSV into records. Bad quoting costs the line it is on and no other: a record over several lines that is malformed or has a wrong
/// number of fields is given up at its first line, and reading goes on with the second. Not thread-safe.
/// </summary>
internal sealed class CsvRecords : IDisposable
{
    private const byte Quote = (byte)'"';

    private readonly ByteWindow _window;
    private readonly CsvReaderOptions _options;
    private CsvReader? _reader;
    private CsvMalformedReason? _malformed;
    private long _firstLineNumber = 1; // Of the window's first unread byte.

    public CsvRecords(ByteWindow window, char delimiter)
    {
        _window = window;
        _options = new CsvReaderOptions
        {
            Separator = delimiter,
            HasHeader = false,
            TrackLineNumbers = true,
            OnMalformedRecord = m => _malformed = m.Reason,
        };
    }

    /// <summary>Number of fields that a record must have, or 0 while it is not known.</summary>
    public int ExpectedFields { get; set; }

    /// <summary>1-based line where the current record starts.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Number of fields of the current record; 0 when it could not be split.</summary>
    public int FieldCount { get; private set; }

    /// <summary>What is wrong with the current record as a whole, or null.</summary>
    public string? BrokenRule { get; private set; }

    /// <summary>The value of a field of an unbroken record as UTF-8, unquoted; valid until the next record.</summary>
    public ReadOnlySpan<byte> Field(int index) => _reader!.GetSpan(index);

    /// <summary>Moves to the next record, whole or broken; blank lines are passed over.</summary>
    /// <returns>False at the end of the stream.</returns>
    public bool MoveNext()
    {
        while (true)
        {
            if (_reader is null && !Open())
            {
                return false;
            }

            _malformed = null;
            if (!_reader!.Read())
            {
                PassBlankLines();
                continue;
            }

            // The reader's input starts with the line break before the window, hence one byte and one line more.
            int start = checked((int)_reader.ByteOffset) - 1;
            int length = _reader.RawRecord.Length;
            LineNumber = _firstLineNumber + _reader.LineNumber - 2;

            // A record that touches the window's end may go on behind it; so may its line break, which can be two bytes.
            if (_window.IsLast || start + length + 2 <= _window.Unread.Length)
            {
                Judge(start, length);
                return true;
            }

            Close(start, LineNumber);
            if (_window.IsFull)
            {
                GiveUpLongRecord();
                return true;
            }

            _window.Refill();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader?.Dispose();
        _window.Dispose();
    }

    private bool Open()
    {
        if (_window.Unread.IsEmpty && !_window.Refill())
        {
            return false;
        }

        // The line break in front keeps the reader from taking the first bytes of a window for a byte order mark.
        _reader = CsvReader.Create(_window.UnreadAfterBreak, _options);
        return true;
    }

    private void Close(int consumed, long lineNumber)
    {
        _reader!.Dispose();
        _reader = null;
        _window.Skip(consumed);
        _firstLineNumber = lineNumber;
    }

    private void PassBlankLines()
    {
        ReadOnlySpan<byte> unread = _window.Unread;

        // A carriage return at the end waits for its line feed.
        int consumed = unread[^1] == (byte)'\r' && !_window.IsLast ? unread.Length - 1 : unread.Length;
        Close(consumed, _firstLineNumber + LineBreaks.Count(unread[..consumed]));
        _window.Refill();
    }

    private void Judge(int start, int length)
    {
        FieldCount = _reader!.FieldCount;
        BrokenRule = BrokenRuleOf(start, length);
        if (BrokenRule is null)
        {
            return;
        }

        int secondLine = LineBreaks.EndOfFirst(_window.Unread.Slice(start, length));
        if (secondLine > 0 && secondLine < length)
        {
            Close(start + secondLine, LineNumber + 1);
        }
    }

    private string? BrokenRuleOf(int start, int length)
    {
        if (length > RowLimits.LineBytesMax)
        {
            return FieldRules.LineLength;
        }

        switch (_malformed)
        {
            case CsvMalformedReason.UnterminatedQuote:
                return FieldRules.ClosingQuote;
            case CsvMalformedReason.TextAfterClosingQuote:
                return FieldRules.DelimiterAfterQuote;

            // Only the first problem of a record is reported, and a quote inside plain text is none of ours; a worse one may follow it.
            case CsvMalformedReason.StrayQuote when LineBreaks.EndOfFirst(_window.Unread.Slice(start, length)) > 0:
                return FieldRules.ClosingQuote;
            case CsvMalformedReason.StrayQuote when !AllQuotedFieldsEnd():
                return FieldRules.DelimiterAfterQuote;
        }

        return ExpectedFields > 0 && FieldCount != ExpectedFields ? FieldRules.FieldCount(ExpectedFields) : null;
    }

    private bool AllQuotedFieldsEnd()
    {
        for (int i = 0; i < FieldCount; i++)
        {
            ReadOnlySpan<byte> raw = _reader!.GetRawSpan(i);
            if (raw.Length > 0 && raw[0] == Quote && !IsQuoted(raw))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsQuoted(ReadOnlySpan<byte> raw)
    {
        if (raw.Length < 2 || raw[^1] != Quote)
        {
            return false;
        }

        ReadOnlySpan<byte> inner = raw[1..^1];
        for (int quote = inner.IndexOf(Quote); quote >= 0; quote = inner.IndexOf(Quote))
        {
            if (quote + 1 == inner.Length || inner[quote + 1] != Quote)
            {
                return false;
            }

            inner = inner[(quote + 2)..];
        }

        return true;
    }

    /// <summary>The window holds nothing but one record that has not ended: an unclosed quote, or a line that is too long.</summary>
    private void GiveUpLongRecord()
    {
        FieldCount = 0;
        int secondLine = LineBreaks.EndOfFirst(_window.Unread[..RowLimits.LineBytesMax]);
        BrokenRule = secondLine > 0 ? FieldRules.ClosingQuote : FieldRules.LineLength;
        _firstLineNumber = LineNumber + 1;
        if (secondLine > 0)
        {
            _window.Skip(secondLine);
        }
        else
        {
            LineBreaks.SkipLine(_window);
        }
    }
}
