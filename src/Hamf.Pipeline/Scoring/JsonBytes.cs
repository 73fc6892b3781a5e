using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hamf.Pipeline.Scoring;

/// <summary>Writes JSON pieces into one growing buffer, raw bytes among them. Reused from batch to batch; not thread-safe.</summary>
internal sealed class JsonBytes
{
    private const int LongestNumber = 32;
    private const int BytesPerCharacterMax = 3;

    private readonly ArrayBufferWriter<byte> _bytes = new(1 << 16);

    /// <summary>How much has been written.</summary>
    public int Length => _bytes.WrittenCount;

    /// <summary>What has been written from <paramref name="start"/> on; valid until the next write.</summary>
    public ReadOnlyMemory<byte> Slice(int start, int length) => _bytes.WrittenMemory.Slice(start, length);

    /// <summary>Forgets what was written and keeps the memory.</summary>
    public void Clear() => _bytes.ResetWrittenCount();

    /// <summary>Bytes as they are.</summary>
    public void Raw(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    /// <summary>A string with its quotes, or <c>null</c>.</summary>
    public void Text(string? value)
    {
        if (value is null)
        {
            Raw("null"u8);
            return;
        }

        Raw("\""u8);
        Span<byte> target = _bytes.GetSpan((value.Length * BytesPerCharacterMax) + 1);
        int length = Encoding.UTF8.GetBytes(value, target);
        if (JavaScriptEncoder.UnsafeRelaxedJsonEscaping.FindFirstCharacterToEncodeUtf8(target[..length]) < 0)
        {
            _bytes.Advance(length);
        }
        else
        {
            Raw(JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
        }

        Raw("\""u8);
    }

    /// <summary>A number, in the shortest form that reads back as the same bits.</summary>
    public void Number(double value)
    {
        Utf8Formatter.TryFormat(value, _bytes.GetSpan(LongestNumber), out int written);
        _bytes.Advance(written);
    }

    /// <summary>A whole number.</summary>
    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, _bytes.GetSpan(LongestNumber), out int written);
        _bytes.Advance(written);
    }
}
