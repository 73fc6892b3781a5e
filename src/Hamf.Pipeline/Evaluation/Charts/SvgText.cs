using System.Globalization;

namespace Hamf.Pipeline.Evaluation.Charts;

/// <summary>Numbers and text as they stand in SVG and HTML.</summary>
internal static class SvgText
{
    /// <summary>A whole number with thousands separators.</summary>
    public static string Count(long value) => value.ToString("#,##0", CultureInfo.InvariantCulture);

    /// <summary>A number in [0, 1] as per cent.</summary>
    public static string Percent(double share) => share.ToString(share is > 0 and < 0.1 ? "0.0 %" : "0 %", CultureInfo.InvariantCulture);
}
