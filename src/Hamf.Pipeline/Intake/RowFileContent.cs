using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Intake;

/// <summary>Tells from its first bytes what a file holds.</summary>
internal static class RowFileContent
{
    private const int HeadLength = 4;

    /// <summary>The rows of the stream, which the result owns.</summary>
    /// <exception cref="RowFileException">The content is of no kind that can be read.</exception>
    public static RowSource Open(string name, Stream stream, EventSchema schema, bool requireLabel)
    {
        var head = new byte[HeadLength];
        int length = stream.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false);
        ReadOnlySpan<byte> start = head.AsSpan(0, length);
        ThrowIfForeign(name, start);
#pragma warning disable CA2000 // Each stream owns the one inside it, and the row source owns the window.
        Stream whole = new JoinedStream(new MemoryStream(head, 0, length), stream);
        var window = new ByteWindow(IsGzip(start) ? new CheckedGzipStream(whole) : whole);
#pragma warning restore CA2000
        try
        {
            return Open(name, window, schema, requireLabel);
        }
        catch
        {
            window.Dispose();
            throw;
        }
    }

    private static RowSource Open(string name, ByteWindow window, EventSchema schema, bool requireLabel)
    {
        window.Refill();
        window.SkipByteOrderMark();
        ReadOnlySpan<byte> text = window.Unread.TrimStart(" \t\r\n"u8);
        if (text.Length > 0 && text[0] == (byte)'[')
        {
            throw new RowFileException($"{name} is a JSON array; write one JSON object per line instead, without commas between them.");
        }

        return text.Length > 0 && text[0] == (byte)'{'
            ? new JsonLineSource(window, schema, requireLabel)
            : CsvRowSource.Open(name, window, schema, requireLabel);
    }

    private static bool IsGzip(ReadOnlySpan<byte> start) => start.Length >= 2 && start[0] == 0x1F && start[1] == 0x8B;

    private static void ThrowIfForeign(string name, ReadOnlySpan<byte> start)
    {
        string? kind = true switch
        {
            _ when start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) =>
                "UTF-16 text; save it as UTF-8",
            _ when start.StartsWith("PK"u8) => "a zip archive or a spreadsheet; unpack it, or save the sheet as CSV",
            _ when start.StartsWith("PAR1"u8) => "a Parquet file; export it as CSV or JSON lines",
            _ when start.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]) => "compressed with zstd; unpack it or use gzip",
            _ => null,
        };
        if (kind is not null)
        {
            throw new RowFileException($"{name} is {kind}.");
        }
    }
}
