using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Hamf.Models.Formats.Pickle;

/// <summary>The three ways in which a pickle writes text. Each gives null for what Python would not have written.</summary>
internal static class PickleText
{
    /// <summary>UTF-8 in which a lone surrogate may stand as three bytes, as Python's <c>surrogatepass</c> writes it.</summary>
    public static string? FromUtf8(ReadOnlySpan<byte> utf8)
    {
        if (Ascii.IsValid(utf8))
        {
            return Encoding.ASCII.GetString(utf8);
        }

        char[] characters = ArrayPool<char>.Shared.Rent(utf8.Length);
        try
        {
            int count = 0;
            while (true)
            {
                OperationStatus status = Utf8.ToUtf16(utf8, characters.AsSpan(count), out int read, out int written, replaceInvalidSequences: false);
                count += written;
                utf8 = utf8[read..];
                if (status == OperationStatus.Done)
                {
                    return new string(characters, 0, count);
                }

                if (utf8.Length < 3 || utf8[0] != 0xED || utf8[1] is < 0xA0 or > 0xBF || utf8[2] is < 0x80 or > 0xBF)
                {
                    return null;
                }

                characters[count++] = (char)(0xD000 | ((utf8[1] & 0x3F) << 6) | (utf8[2] & 0x3F));
                utf8 = utf8[3..];
            }
        }
        finally
        {
            ArrayPool<char>.Shared.Return(characters);
        }
    }

    /// <summary>What stands between the quotes of a Python 2 string: Latin-1 with backslash escapes.</summary>
    public static string? FromQuoted(ReadOnlySpan<byte> quoted)
    {
        StringBuilder text = new(quoted.Length);
        for (int i = 0; i < quoted.Length; i++)
        {
            if (quoted[i] != (byte)'\\')
            {
                text.Append((char)quoted[i]);
                continue;
            }

            if (++i == quoted.Length)
            {
                return null;
            }

            if (quoted[i] == (byte)'x')
            {
                if (Hexadecimal(quoted[(i + 1)..], 2) is not { } code)
                {
                    return null;
                }

                text.Append((char)code);
                i += 2;
            }
            else if (Unescaped(quoted[i]) is { } character)
            {
                text.Append(character);
            }
            else
            {
                return null;
            }
        }

        return text.ToString();
    }

    /// <summary>Latin-1 with <c>\u</c> and <c>\U</c> escapes; any other backslash is itself.</summary>
    public static string? FromRawEscaped(ReadOnlySpan<byte> line)
    {
        StringBuilder text = new(line.Length);
        for (int i = 0; i < line.Length; i++)
        {
            int digits = line[i] != (byte)'\\' || i + 1 == line.Length ? 0 : line[i + 1] switch { (byte)'u' => 4, (byte)'U' => 8, _ => 0 };
            if (digits == 0)
            {
                text.Append((char)line[i]);
                continue;
            }

            if (Hexadecimal(line[(i + 2)..], digits) is not { } code || code > 0x10FFFF)
            {
                return null;
            }

            // A surrogate written alone stays alone, as in Python.
            _ = code > char.MaxValue ? text.Append(char.ConvertFromUtf32((int)code)) : text.Append((char)code);
            i += 1 + digits;
        }

        return text.ToString();
    }

    /// <summary>The beginning of a text from a file, fit for a message.</summary>
    public static string Shown(string text)
    {
        const int LongestShown = 60;

        string start = text.Length <= LongestShown ? text : text[..LongestShown] + "...";
        return string.Concat(start.Select(c => c is >= ' ' and <= '~' ? c : '?'));
    }

    private static uint? Hexadecimal(ReadOnlySpan<byte> bytes, int digits) =>
        bytes.Length >= digits && uint.TryParse(bytes[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint code)
            ? code
            : null;

    private static char? Unescaped(byte letter) => letter switch
    {
        (byte)'n' => '\n',
        (byte)'r' => '\r',
        (byte)'t' => '\t',
        (byte)'\\' or (byte)'\'' or (byte)'"' => (char)letter,
        _ => null,
    };
}
