namespace Hamf.Simulator.Cards;

/// <summary>A city where customers live and merchants sell.</summary>
/// <param name="City">Name.</param>
/// <param name="State">Two letters.</param>
/// <param name="Zip">A zip code of the city.</param>
/// <param name="Latitude">In degrees.</param>
/// <param name="Longitude">In degrees.</param>
/// <param name="Population">Inhabitants, roughly.</param>
internal sealed record Place(string City, string State, string Zip, double Latitude, double Longitude, int Population)
{
    private const double EarthRadiusKm = 6371;

    /// <summary>Cities of every size all over the United States; several zip codes start with a zero.</summary>
    public static IReadOnlyList<Place> All { get; } =
    [
        new("Boston", "MA", "02108", 42.3570, -71.0637, 654_000),
        new("Springfield", "MA", "01103", 42.1030, -72.5900, 155_000),
        new("Providence", "RI", "02903", 41.8200, -71.4100, 190_000),
        new("Hartford", "CT", "06103", 41.7660, -72.6740, 121_000),
        new("Portland", "ME", "04101", 43.6610, -70.2550, 68_000),
        new("Burlington", "VT", "05401", 44.4760, -73.2120, 44_000),
        new("Newark", "NJ", "07102", 40.7360, -74.1720, 305_000),
        new("Haddonfield", "NJ", "08033", 39.8954, -75.0417, 16_261),
        new("Albany", "NY", "12207", 42.6526, -73.7562, 99_000),
        new("Brooklyn", "NY", "11201", 40.6940, -73.9900, 2_590_000),
        new("Philadelphia", "PA", "19103", 39.9526, -75.1652, 1_567_000),
        new("Pittsburgh", "PA", "15222", 40.4406, -79.9959, 303_000),
        new("Baltimore", "MD", "21202", 39.2960, -76.6070, 569_000),
        new("Richmond", "VA", "23219", 37.5407, -77.4360, 229_000),
        new("Falls Church", "VA", "22043", 38.8994, -77.1895, 116_155),
        new("Raleigh", "NC", "27601", 35.7796, -78.6382, 476_000),
        new("Columbia", "SC", "29209", 33.9659, -80.9355, 333_497),
        new("Atlanta", "GA", "30303", 33.7525, -84.3888, 499_000),
        new("Orlando", "FL", "32801", 28.5420, -81.3790, 316_000),
        new("Ocala", "FL", "34471", 29.1600, -82.1290, 64_000),
        new("Birmingham", "AL", "35203", 33.5186, -86.8104, 197_000),
        new("Nashville", "TN", "37219", 36.1627, -86.7816, 684_000),
        new("Louisville", "KY", "40202", 38.2527, -85.7585, 625_000),
        new("Columbus", "OH", "43215", 39.9612, -82.9988, 908_000),
        new("Wabash", "IN", "46992", 40.7909, -85.8321, 16_759),
        new("Detroit", "MI", "48226", 42.3314, -83.0458, 632_000),
        new("Chicago", "IL", "60602", 41.8830, -87.6290, 2_665_000),
        new("Milwaukee", "WI", "53202", 43.0500, -87.8970, 563_000),
        new("Minneapolis", "MN", "55401", 44.9840, -93.2690, 425_000),
        new("Des Moines", "IA", "50309", 41.5868, -93.6250, 211_000),
        new("Kirksville", "MO", "63501", 40.1948, -92.5832, 17_500),
        new("Saint Louis", "MO", "63101", 38.6310, -90.1930, 286_000),
        new("Little Rock", "AR", "72201", 34.7465, -92.2896, 202_000),
        new("New Orleans", "LA", "70112", 29.9570, -90.0770, 370_000),
        new("Humble", "TX", "77396", 29.9507, -95.2622, 194_500),
        new("Little Elm", "TX", "75068", 33.1768, -96.9583, 34_934),
        new("Big Spring", "TX", "79720", 32.2787, -101.4578, 33_640),
        new("Oklahoma City", "OK", "73102", 35.4676, -97.5164, 694_000),
        new("Wichita", "KS", "67202", 37.6872, -97.3301, 396_000),
        new("Omaha", "NE", "68102", 41.2600, -95.9350, 485_000),
        new("Fargo", "ND", "58102", 46.8772, -96.7898, 131_000),
        new("Rapid City", "SD", "57701", 44.0805, -103.2310, 76_000),
        new("Billings", "MT", "59101", 45.7833, -108.5007, 119_000),
        new("Denver", "CO", "80202", 39.7510, -104.9970, 713_000),
        new("Albuquerque", "NM", "87102", 35.0844, -106.6504, 561_000),
        new("Salt Lake City", "UT", "84101", 40.7608, -111.8910, 204_000),
        new("Phoenix", "AZ", "85003", 33.4510, -112.0770, 1_644_000),
        new("Boise", "ID", "83702", 43.6150, -116.2023, 236_000),
        new("Menlo Park", "CA", "94025", 37.4396, -122.1864, 40_526),
        new("Fresno", "CA", "93721", 36.7378, -119.7871, 545_000),
        new("San Diego", "CA", "92101", 32.7190, -117.1620, 1_381_000),
        new("Portland", "OR", "97204", 45.5180, -122.6750, 635_000),
        new("Spokane", "WA", "99201", 47.6588, -117.4260, 230_000),
        new("Seattle", "WA", "98101", 47.6100, -122.3340, 749_000),
        new("Anchorage", "AK", "99501", 61.2181, -149.9003, 287_000),
    ];

    /// <summary>Great-circle distance to another place in kilometres (haversine formula).</summary>
    public double DistanceKm(Place other)
    {
        double halfLatitude = double.DegreesToRadians(other.Latitude - Latitude) / 2;
        double halfLongitude = double.DegreesToRadians(other.Longitude - Longitude) / 2;
        double h = Square(Math.Sin(halfLatitude))
            + (Math.Cos(double.DegreesToRadians(Latitude)) * Math.Cos(double.DegreesToRadians(other.Latitude)) * Square(Math.Sin(halfLongitude)));
        return 2 * EarthRadiusKm * Math.Asin(Math.Sqrt(h));
    }

    private static double Square(double value) => value * value;
}
