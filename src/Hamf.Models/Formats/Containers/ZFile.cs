using System.Globalization;
using System.IO.Compression;
using System.Text;
using Hamf.Models.Formats.Pickle;

namespace Hamf.Models.Formats.Containers;

/// <summary>joblib's own format before version 0.10: <c>ZF</c>, the inflated length as text <c>0x...</c> filled up with blanks, and zlib.</summary>
internal static class ZFile
{
    private const int MagicSize = 2;
    private const int LengthSize = 19;

    /// <summary>Inflates a file and compares its length.</summary>
    public static ReadOnlyMemory<byte> Inflate(ReadOnlyMemory<byte> file, MemoryBudget budget)
    {
        if (file.Length < MagicSize + LengthSize + 1)
        {
            throw Inflater.Damaged();
        }

        string text = Encoding.Latin1.GetString(file.Span.Slice(MagicSize, LengthSize)).TrimEnd(' ', 'L');
        if (!text.StartsWith("0x", StringComparison.Ordinal)
            || !long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long length))
        {
            throw Inflater.Damaged();
        }

        // joblib up to 0.8.4 on Python 2 wrote one blank more.
        int start = MagicSize + LengthSize + (file.Span[MagicSize + LengthSize] == (byte)' ' ? 1 : 0);
        ReadOnlyMemory<byte> content = Inflater.Inflate(() => new ZLibStream(Inflater.Stream(file[start..]), CompressionMode.Decompress), budget);
        return content.Length == length ? content : throw Inflater.Damaged();
    }
}
