using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Hamf.Server.Api;

/// <summary>Reads values from routes and queries and writes times as the API shows them.</summary>
internal static class HttpText
{
    /// <summary>The route that answers, for logs: the address itself holds what the caller likes, such as ids and ends of lines.</summary>
    public static string RoutePattern(this HttpContext http) => (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";

    /// <summary>A value of the route.</summary>
    public static string RouteText(this HttpContext http, string name) =>
        Convert.ToString(http.GetRouteValue(name), CultureInfo.InvariantCulture) ?? "";

    /// <summary>
    /// The last part of the address, decoded: an event's id. Taken from the address as sent, because routing leaves an encoded slash
    /// encoded and so cannot tell it from an id that holds the letters <c>%2F</c>.
    /// </summary>
    public static string LastSegment(this HttpContext http)
    {
        string raw = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        int end = raw.AsSpan().IndexOfAny('?', '#');
        string path = end < 0 ? raw : raw[..end];
        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
    }

    /// <summary>A whole number of the query, or its default.</summary>
    public static (long? Value, ApiProblem? Problem) QueryNumber(this HttpContext http, string name, long? fallback, long min, long max)
    {
        string text = http.Request.Query[name].ToString();
        if (text.Length == 0)
        {
            return (fallback, null);
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value >= min && value <= max
            ? (value, null)
            : (null, ApiProblem.Invalid(name, $"a whole number from {min} to {max}", text));
    }

    /// <summary>A time as ISO 8601 in UTC, to the millisecond.</summary>
    public static string Iso(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Unix milliseconds as ISO 8601 in UTC; as a plain number where a calendar has no such day.</summary>
    public static string Iso(long unixMs) =>
        unixMs is >= -62_135_596_800_000 and <= 253_402_300_799_999
            ? Iso(DateTimeOffset.FromUnixTimeMilliseconds(unixMs))
            : unixMs.ToString(CultureInfo.InvariantCulture);
}
