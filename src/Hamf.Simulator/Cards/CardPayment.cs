namespace Hamf.Simulator.Cards;

/// <summary>One simulated payment: the 22 columns of the public card-fraud data. All persons and merchants are made up.</summary>
public sealed record CardPayment
{
    /// <summary>When, in UTC, to the second: <c>trans_date_trans_time</c> and <c>unix_time</c>.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Card number of 12 to 19 digits with a valid check digit: <c>cc_num</c>.</summary>
    public required long CardNumber { get; init; }

    /// <summary>Merchant's name.</summary>
    public required string Merchant { get; init; }

    /// <summary>Merchant's category, such as <c>grocery_pos</c>; <c>_net</c> is online.</summary>
    public required string Category { get; init; }

    /// <summary>Amount in USD, with cents.</summary>
    public required double Amount { get; init; }

    /// <summary>Who holds the card, and where the holder lives.</summary>
    public required CardHolder Holder { get; init; }

    /// <summary>The payment's id: 32 hexadecimal digits, <c>trans_num</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Merchant's latitude in degrees.</summary>
    public required double MerchantLatitude { get; init; }

    /// <summary>Merchant's longitude in degrees.</summary>
    public required double MerchantLongitude { get; init; }

    /// <summary>The truth.</summary>
    public required bool IsFraud { get; init; }
}

/// <summary>A made-up person. The same instance serves all payments of a customer.</summary>
/// <param name="First">First name.</param>
/// <param name="Last">Last name.</param>
/// <param name="Gender"><c>F</c> or <c>M</c>.</param>
/// <param name="Street">Street with number.</param>
/// <param name="City">City.</param>
/// <param name="State">Two letters.</param>
/// <param name="Zip">Five digits, leading zeros kept.</param>
/// <param name="Latitude">Of the home, in degrees.</param>
/// <param name="Longitude">Of the home, in degrees.</param>
/// <param name="CityPopulation">Inhabitants of the city.</param>
/// <param name="Job">Occupation.</param>
/// <param name="BirthDate">Date of birth.</param>
public sealed record CardHolder(
    string First,
    string Last,
    string Gender,
    string Street,
    string City,
    string State,
    string Zip,
    double Latitude,
    double Longitude,
    int CityPopulation,
    string Job,
    DateOnly BirthDate);
