using System.Globalization;

namespace Hamf.Pipeline.Detectors.Reading;

/// <summary>Numbers in a detector file: a decimal point, no thousands, finite.</summary>
internal static class NumberText
{
    public static bool TryParse(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
}
