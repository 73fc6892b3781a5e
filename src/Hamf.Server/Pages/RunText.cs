using System.Globalization;
using Hamf.Pipeline.Registry;

namespace Hamf.Server.Pages;

/// <summary>How runs read on pages.</summary>
internal static class RunText
{
    private const int ShownCharacters = 60;

    /// <summary>A number with at most six digits that say something.</summary>
    public static string Number(double value) => value switch
    {
        double.NaN => "NaN",
        >= double.MaxValue => "∞",
        <= -double.MaxValue => "−∞",
        _ => value.ToString("G6", CultureInfo.InvariantCulture),
    };

    /// <summary>A field of a search whose key may hold any character.</summary>
    public static string Field(string kind, string key) => key.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? $"{kind}.{key}" : $"{kind}.`{key}`";

    /// <summary>The style of a status.</summary>
    public static string Style(RunStatus status) => status switch
    {
        RunStatus.Finished => "good",
        RunStatus.Failed => "bad",
        RunStatus.Killed => "warn",
        _ => "accent",
    };

    /// <summary>The begin of a text that may be long.</summary>
    public static string Short(string text) => text.Length <= ShownCharacters ? text : string.Concat(text.AsSpan(0, ShownCharacters), "…");

    /// <summary>How long it took.</summary>
    public static string Duration(long startMs, long? endMs) => endMs is not { } end || end < startMs ? "–" : (end - startMs) switch
    {
        < 1000 and var ms => $"{ms} ms",
        < 120_000 and var ms => (ms / 1000.0).ToString("0.0", CultureInfo.InvariantCulture) + " s",
        < 7_200_000 and var ms => (ms / 60_000.0).ToString("0.0", CultureInfo.InvariantCulture) + " min",
        var ms => (ms / 3_600_000.0).ToString("0.0", CultureInfo.InvariantCulture) + " h",
    };
}
