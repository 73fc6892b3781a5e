using System.Buffers;

namespace Hamf.Server.Mlflow;

/// <summary>
/// Puts quotes around the bare words NaN, Infinity and -Infinity, which Python writes and JSON does not know, so that a body that holds them
/// can be read: the API's own form of these numbers is text.
/// </summary>
internal static class BareNumbers
{
    private static ReadOnlySpan<byte> Nan => "NaN"u8;

    private static ReadOnlySpan<byte> Infinity => "Infinity"u8;

    private static ReadOnlySpan<byte> MinusInfinity => "-Infinity"u8;

    /// <summary>The body with quotes around bare words, or null when it has none.</summary>
    public static byte[]? Quote(ReadOnlySpan<byte> json)
    {
        ArrayBufferWriter<byte>? quoted = null;
        int copied = 0;
        int at = 0;
        while (at < json.Length)
        {
            if (json[at] == (byte)'"')
            {
                at = EndOfString(json, at);
                continue;
            }

            int length = BareLength(json, at);
            if (length == 0)
            {
                at++;
                continue;
            }

            quoted ??= new ArrayBufferWriter<byte>(json.Length + 64);
            quoted.Write(json[copied..at]);
            quoted.Write("\""u8);
            quoted.Write(json.Slice(at, length));
            quoted.Write("\""u8);
            at += length;
            copied = at;
        }

        quoted?.Write(json[copied..]);
        return quoted?.WrittenSpan.ToArray();
    }

    // Behind the closing quote, or the end of a body that was cut off.
    private static int EndOfString(ReadOnlySpan<byte> json, int start)
    {
        for (int at = start + 1; at < json.Length; at++)
        {
            if (json[at] == (byte)'\\')
            {
                at++;
            }
            else if (json[at] == (byte)'"')
            {
                return at + 1;
            }
        }

        return json.Length;
    }

    // Only whole words: NaNs stays what it is, and the parser refuses it.
    private static int BareLength(ReadOnlySpan<byte> json, int at)
    {
        ReadOnlySpan<byte> rest = json[at..];
        int length = rest.StartsWith(Nan) ? Nan.Length
            : rest.StartsWith(Infinity) ? Infinity.Length
            : rest.StartsWith(MinusInfinity) ? MinusInfinity.Length
            : 0;
        return length > 0 && (at == 0 || IsBetween(json[at - 1])) && (length == rest.Length || IsBetween(rest[length])) ? length : 0;
    }

    private static bool IsBetween(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)',' or (byte)':' or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}';
}
