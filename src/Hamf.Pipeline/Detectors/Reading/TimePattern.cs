using System.Globalization;

namespace Hamf.Pipeline.Detectors.Reading;

/// <summary>Formats of times as a detector declares them.</summary>
internal static class TimePattern
{
    private static readonly string[] Named = ["iso", "unix_s", "unix_ms"];
    private static readonly DateTimeOffset Example = new(2021, 11, 28, 17, 35, 49, 123, TimeSpan.FromHours(2));

    /// <summary>What is wrong with a format, or null.</summary>
    public static string? Fault(string format)
    {
        if (Named.Contains(format))
        {
            return null;
        }

        const string Expected = "expected iso, unix_s, unix_ms or a .NET pattern such as yyyy-MM-dd HH:mm:ss";
        if (format.Contains('%', StringComparison.Ordinal))
        {
            return $"'{format}' looks like a strftime format; {Expected}";
        }

        if (!format.Contains('y', StringComparison.Ordinal) || !format.Contains('M', StringComparison.Ordinal))
        {
            string hint = format.Contains("mm", StringComparison.Ordinal) ? " (MM is months, mm is minutes)" : "";
            return $"'{format}' has no year or no month{hint}; {Expected}{Suggestion.For(format, Named)}";
        }

        return ReadsItsOwn(format) ? null : $"'{format}' is not a pattern that can be read back; {Expected}";
    }

    /// <summary>Reads an ISO day or time as Unix milliseconds UTC.</summary>
    public static bool TryReadIso(string text, out double unixMs)
    {
        bool isRead = DateTimeOffset.TryParseExact(
            text,
            ["yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssK"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out DateTimeOffset time);
        unixMs = time.ToUnixTimeMilliseconds();
        return isRead;
    }

    private static bool ReadsItsOwn(string format)
    {
        try
        {
            string text = Example.ToString(format, CultureInfo.InvariantCulture);
            return DateTimeOffset.TryParseExact(
                text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
