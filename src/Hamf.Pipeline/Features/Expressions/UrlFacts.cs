using System.Buffers;

namespace Hamf.Pipeline.Features.Expressions;

/// <summary>What the lexical URL functions say about a URL.</summary>
internal static class UrlFacts
{
    /// <summary>The characters counted by <c>url_special_chars</c>.</summary>
    public const string SpecialCharacters = "!@#$%^&*";

    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create("0123456789abcdefABCDEF:.");

    public static string? Host(UrlParts url) => url.Host.IsEmpty ? null : Lower(url.Host);

    public static string? Scheme(UrlParts url) => url.Scheme.IsEmpty ? null : Lower(url.Scheme);

    public static double IsHttps(UrlParts url) => url.Scheme.Equals("https", StringComparison.OrdinalIgnoreCase) ? 1 : 0;

    public static double IsIp(UrlParts url) => IsIpv6(url.Host) || IsIpv4(url.Host) ? 1 : 0;

    /// <summary>The last label of a host name that has at least two and is no IP address.</summary>
    public static string? TopLevelDomain(UrlParts url)
    {
        ReadOnlySpan<char> host = url.Host.TrimEnd('.');
        int dot = host.LastIndexOf('.');
        return dot < 0 || IsIp(url) == 1 ? null : Lower(host[(dot + 1)..]);
    }

    /// <summary>Labels before the last two; 0 for an IP address.</summary>
    public static double Subdomains(UrlParts url) =>
        IsIp(url) == 1 ? 0 : Math.Max(0, url.Host.TrimEnd('.').Count('.') - 1);

    /// <summary>Non-empty parts of the query between <c>&amp;</c>.</summary>
    public static double Parameters(UrlParts url)
    {
        int count = 0;
        foreach (Range part in url.Query.Split('&'))
        {
            count += part.End.Value > part.Start.Value ? 1 : 0;
        }

        return count;
    }

    public static double SpecialCharacterCount(UrlParts url) => TextFacts.CountAny(url.Source, SpecialCharacters);

    /// <summary>Shannon entropy of the characters, in bits per character; 0 for an empty text.</summary>
    public static double Entropy(UrlParts url)
    {
        ReadOnlySpan<char> text = url.Source;
        Span<int> ascii = stackalloc int[128];
        ascii.Clear();
        int others = 0;
        foreach (char c in text)
        {
            if (c < 128)
            {
                ascii[c]++;
            }
            else
            {
                others++;
            }
        }

        double bits = others == 0 ? 0 : BitsOfOthers(text, others);
        foreach (int count in ascii)
        {
            bits += Bits(count, text.Length);
        }

        return bits;
    }

    private static double BitsOfOthers(ReadOnlySpan<char> text, int others)
    {
        char[] sorted = ArrayPool<char>.Shared.Rent(others);
        int n = 0;
        foreach (char c in text)
        {
            if (c >= 128)
            {
                sorted[n++] = c;
            }
        }

        Array.Sort(sorted, 0, n);
        double bits = 0;
        for (int start = 0, i = 1; i <= n; i++)
        {
            if (i == n || sorted[i] != sorted[start])
            {
                bits += Bits(i - start, text.Length);
                start = i;
            }
        }

        ArrayPool<char>.Shared.Return(sorted);
        return bits;
    }

    private static double Bits(int count, int total)
    {
        double share = (double)count / total;
        return count == 0 || count == total ? 0 : -share * Math.Log2(share);
    }

    private static bool IsIpv6(ReadOnlySpan<char> host)
    {
        if (host.Length < 4 || host[0] != '[' || host[^1] != ']')
        {
            return false;
        }

        ReadOnlySpan<char> address = host[1..^1];
        int zone = address.IndexOf('%');
        address = zone < 0 ? address : address[..zone];
        return address.Count(':') >= 2 && !address.ContainsAnyExcept(AddressCharacters);
    }

    /// <summary>One to four decimal, octal (0…) or hexadecimal (0x…) numbers, as browsers accept them for an IPv4 address.</summary>
    private static bool IsIpv4(ReadOnlySpan<char> host)
    {
        host = host.EndsWith('.') ? host[..^1] : host;
        int parts = host.Count('.') + 1;
        if (host.IsEmpty || parts > 4)
        {
            return false;
        }

        int index = 0;
        foreach (Range range in host.Split('.'))
        {
            index++;

            // All numbers but the last fill one byte; the last fills the bytes that are left.
            ulong limit = index < parts ? 256 : 1UL << (8 * (5 - parts));
            if (!TryReadPart(host[range], out ulong value) || value >= limit)
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryReadPart(ReadOnlySpan<char> part, out ulong value)
    {
        value = 0;
        bool hex = part.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        ReadOnlySpan<char> digits = hex ? part[2..] : part;
        uint radix = hex ? 16u : digits.Length > 1 && digits[0] == '0' ? 8u : 10u;
        foreach (char c in digits)
        {
            uint digit = char.IsAsciiHexDigit(c) ? (uint)HexValue(c) : uint.MaxValue;
            if (digit >= radix || value > uint.MaxValue)
            {
                return false;
            }

            value = (value * radix) + digit;
        }

        return part.Length > 0;
    }

    private static int HexValue(char c) => char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;

    private static string Lower(ReadOnlySpan<char> text) => text.ToString().ToLowerInvariant();
}
