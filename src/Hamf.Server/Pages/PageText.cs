using System.Globalization;
using Hamf.Pipeline.Scoring;
using Hamf.Server.Api;
using Microsoft.AspNetCore.Html;

namespace Hamf.Server.Pages;

/// <summary>How numbers, times and reasons read on pages.</summary>
internal static class PageText
{
    /// <summary>A whole number with thousands separated.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A share or score with three digits, or three that say something where it is small; a dash where it is undefined.</summary>
    public static string Share(double value) => !double.IsFinite(value)
        ? "–"
        : value.ToString(Math.Abs(value) is >= 0.1 or < 1e-6 ? "0.000" : Math.Abs(value) >= 0.01 ? "0.0000" : "0.000000", CultureInfo.InvariantCulture);

    /// <summary>A measured number with at most one digit behind the point; a dash where it is undefined.</summary>
    public static string Measure(double value) =>
        !double.IsFinite(value) ? "–" : value.ToString(value < 10 ? "0.#" : "N0", CultureInfo.InvariantCulture);

    /// <summary>A percentage; a dash where it is undefined.</summary>
    public static string Percent(double value) => double.IsFinite(value) ? (value * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %" : "–";

    /// <summary>A contribution with its sign.</summary>
    public static string Signed(double value) => value.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);

    /// <summary>A time with its zone, marked up for machines.</summary>
    public static IHtmlContent Time(DateTimeOffset time) => new HtmlString(
        $"<time datetime=\"{HttpText.Iso(time)}\">{time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC</time>");

    /// <summary>A time in Unix milliseconds with its zone.</summary>
    public static IHtmlContent Time(long unixMs) =>
        unixMs is >= -62_135_596_800_000 and <= 253_402_300_799_999
            ? Time(DateTimeOffset.FromUnixTimeMilliseconds(unixMs))
            : new HtmlString(unixMs.ToString(CultureInfo.InvariantCulture));

    /// <summary>The style of a reason: for the positive class, or against it.</summary>
    public static string Side(Reason reason) => reason.Contribution > 0 ? "for" : "against";

    /// <summary>The address of an event's page.</summary>
    public static string AlertUrl(string eventId) => "/alerts/" + Uri.EscapeDataString(eventId);
}
