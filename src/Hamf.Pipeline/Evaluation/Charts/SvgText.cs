using System.Globalization;

namespace Hamf.Pipeline.Evaluation.Charts;

/// <summary>Numbers and text as they stand in SVG and HTML.</summary>
internal static class SvgText
{
    /// <summary>A whole number with thousands separators.</summary>
    public static string Count(long value) => value.ToString("#,##0", CultureInfo.InvariantCulture);

    /// <summary>A number in [0, 1] as per cent; only nothing at all is 0 %, and only everything 100 %.</summary>
    public static string Percent(double share) => share switch
    {
        > 0 and < 0.001 => "under 0.1\u00a0%",
        > 0.999 and < 1 => "over 99.9\u00a0%",
        > 0 and < 0.1 or > 0.9 and < 1 => share.ToString("0.0\u00a0%", CultureInfo.InvariantCulture),
        _ => share.ToString("0\u00a0%", CultureInfo.InvariantCulture),
    };

    /// <summary>A round number in [0, 1] as per cent, with the decimals that it has.</summary>
    public static string Tick(double share) => share.ToString("0.####\u00a0%", CultureInfo.InvariantCulture);
}
