using System.Text;
using System.Text.Json;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>Writes one column of a CSV file as members of JSON objects. Not thread-safe.</summary>
internal sealed class CsvCell
{
    private readonly byte[] _member;
    private readonly bool _isText;
    private readonly byte _decimalSign;

    /// <summary>A column.</summary>
    /// <param name="field">Its 0-based place in a record.</param>
    /// <param name="name">Its name in the header.</param>
    /// <param name="schema">Tells numbers from texts; a column that it does not know is text.</param>
    public CsvCell(int field, string name, EventSchema schema)
    {
        Field = field;
        Name = name;
        _member = [.. "\""u8, .. JsonEncodedText.Encode(name, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes, .. "\":"u8];
        ColumnSpec? column = schema.Columns.FirstOrDefault(c => c.Name == name) ?? schema.Columns.FirstOrDefault(c => c.Aliases.Contains(name));
        _isText = column is null or { Type: ColumnType.Text };
        _decimalSign = (byte)schema.DecimalSign;
    }

    /// <summary>The 0-based place in a record.</summary>
    public int Field { get; }

    /// <summary>The name in the header.</summary>
    public string Name { get; }

    /// <summary>Writes the member: a number as it is where JSON allows its form, else a string; nothing as null.</summary>
    public void Write(JsonBytes target, ReadOnlySpan<byte> cell)
    {
        target.Raw(_member);
        if (cell.IsEmpty)
        {
            target.Raw("null"u8);
        }
        else if (_isText || cell.Length > 64)
        {
            target.Text(Encoding.UTF8.GetString(cell));
        }
        else
        {
            WriteNumber(target, cell);
        }
    }

    private void WriteNumber(JsonBytes target, ReadOnlySpan<byte> cell)
    {
        Span<byte> number = stackalloc byte[cell.Length];
        cell.CopyTo(number);
        if (_decimalSign != (byte)'.')
        {
            number.Replace(_decimalSign, (byte)'.');
        }

        if (IsJsonNumber(number))
        {
            target.Raw(number);
        }
        else
        {
            target.Text(Encoding.UTF8.GetString(cell));
        }
    }

    // The JSON grammar has no leading plus, zeros or point; what does not fit it stays text, so that nothing is lost.
    private static bool IsJsonNumber(ReadOnlySpan<byte> text)
    {
        int at = text[0] == (byte)'-' ? 1 : 0;
        int whole = Digits(text[at..]);
        if (whole == 0 || (whole > 1 && text[at] == (byte)'0'))
        {
            return false;
        }

        at += whole;
        if (at < text.Length && text[at] == (byte)'.')
        {
            int fraction = Digits(text[(at + 1)..]);
            at = fraction == 0 ? text.Length + 1 : at + 1 + fraction;
        }

        if (at < text.Length && (text[at] | 0x20) == 'e')
        {
            int sign = at + 1 < text.Length && (text[at + 1] == '+' || text[at + 1] == '-') ? 1 : 0;
            int exponent = Digits(text[Math.Min(at + 1 + sign, text.Length)..]);
            at = exponent == 0 ? text.Length + 1 : at + 1 + sign + exponent;
        }

        return at == text.Length;
    }

    private static int Digits(ReadOnlySpan<byte> text)
    {
        int count = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return count < 0 ? text.Length : count;
    }
}
