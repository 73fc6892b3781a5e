namespace Hamf.Pipeline.Features.Expressions;

/// <summary>What the text and distance functions compute.</summary>
internal static class TextFacts
{
    /// <summary>Mean radius of the Earth in km (IUGG).</summary>
    private const double EarthRadiusKm = 6371.0088;

    /// <summary>How many characters of the text are among those of <paramref name="characters"/>.</summary>
    public static double CountAny(string text, string characters)
    {
        int count = 0;
        foreach (char c in text)
        {
            count += characters.Contains(c, StringComparison.Ordinal) ? 1 : 0;
        }

        return count;
    }

    /// <summary>How many characters are the digits 0 to 9.</summary>
    public static double CountDigits(string text)
    {
        int count = 0;
        foreach (char c in text)
        {
            count += char.IsAsciiDigit(c) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Great-circle distance by the haversine formula (R. W. Sinnott, Sky and Telescope 68, 1984), degrees in, km out.</summary>
    public static double HaversineKm(double latitude1, double longitude1, double latitude2, double longitude2)
    {
        double halfLat = double.DegreesToRadians(latitude2 - latitude1) / 2;
        double halfLon = double.DegreesToRadians(longitude2 - longitude1) / 2;
        double a = (Math.Sin(halfLat) * Math.Sin(halfLat)) +
            (Math.Cos(double.DegreesToRadians(latitude1)) * Math.Cos(double.DegreesToRadians(latitude2)) *
            Math.Sin(halfLon) * Math.Sin(halfLon));
        return 2 * EarthRadiusKm * Math.Asin(Math.Sqrt(Math.Min(1, a)));
    }
}
