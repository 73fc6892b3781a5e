using System.Globalization;
using System.Text.Json;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Validation;

namespace Hamf.Pipeline.Intake;

/// <summary>Rows of a file with one JSON object per line; blank lines are passed over.</summary>
internal sealed class JsonLineSource(ByteWindow window, EventSchema schema, bool requireLabel) : RowSource
{
    private readonly JsonRowParser _parser = new(schema, requireLabel);
    private readonly List<Reject> _faults = [];
    private long _lineNumber;

    /// <inheritdoc/>
    public override long LineNumber => _lineNumber;

    /// <inheritdoc/>
    public override bool Read(Row row, out Reject? reject)
    {
        while (true)
        {
            reject = null;
            if (window.Unread.IsEmpty && !window.Refill())
            {
                return false;
            }

            int length = window.Unread.IndexOf((byte)'\n');
            if (length < 0 && !window.IsLast && !window.IsFull)
            {
                window.Refill();
                continue;
            }

            _lineNumber++;
            if (length > RowLimits.LineBytesMax || (length < 0 && window.Unread.Length > RowLimits.LineBytesMax))
            {
                reject = new Reject(_lineNumber, "", FieldRules.LineLength, "");
                SkipLine();
                return true;
            }

            ReadOnlySpan<byte> line = length < 0 ? window.Unread : window.Unread[..length];
            bool isBlank = line.Trim(" \t\r"u8).IsEmpty;
            if (!isBlank)
            {
                reject = Parse(line, row);
            }

            window.Skip(length < 0 ? line.Length : length + 1);
            if (!isBlank)
            {
                return true;
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => window.Dispose();

    private Reject? Parse(ReadOnlySpan<byte> line, Row row)
    {
        _faults.Clear();
        try
        {
            var reader = new Utf8JsonReader(line, RowLimits.JsonOptions);
            _parser.TryRead(ref reader, row, _lineNumber, _faults);

            // Anything after the object is a fault that only the reader's next step meets.
            reader.Read();
        }
        catch (JsonException e)
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"fault at byte {e.BytePositionInLine.GetValueOrDefault() + 1}");
            return new Reject(_lineNumber, "", FieldRules.ValidJson, place);
        }

        return _faults.Count > 0 ? _faults[0] : null;
    }

    private void SkipLine()
    {
        int end;
        while ((end = window.Unread.IndexOf((byte)'\n')) < 0)
        {
            window.Skip(window.Unread.Length);
            if (!window.Refill())
            {
                return;
            }
        }

        window.Skip(end + 1);
    }
}
