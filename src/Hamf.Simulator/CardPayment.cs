namespace Hamf.Simulator;

/// <summary>One simulated card payment: the 22 columns of the card-fraud sample. All persons are made up.</summary>
public sealed record CardPayment
{
    /// <summary>When it was made, UTC, whole seconds.</summary>
    public required DateTime Time { get; init; }

    /// <summary>Who pays.</summary>
    public required Customer Customer { get; init; }

    /// <summary>Who is paid.</summary>
    public required Merchant Merchant { get; init; }

    /// <summary>Amount in cents.</summary>
    public required int AmountCents { get; init; }

    /// <summary>The payment's id: 32 hex digits.</summary>
    public required string TransNum { get; init; }

    /// <summary>Where the card was used, degrees north.</summary>
    public required double MerchLat { get; init; }

    /// <summary>Where the card was used, degrees east.</summary>
    public required double MerchLong { get; init; }

    /// <summary>The truth.</summary>
    public required bool IsFraud { get; init; }
}

/// <summary>A simulated card holder.</summary>
public sealed record Customer
{
    /// <summary>The card's number: 13 to 19 digits with a valid check digit; about one in ten is beyond 2^53.</summary>
    public required long CardNumber { get; init; }

    /// <summary>First name.</summary>
    public required string First { get; init; }

    /// <summary>Last name.</summary>
    public required string Last { get; init; }

    /// <summary>F or M.</summary>
    public required char Gender { get; init; }

    /// <summary>Street and number.</summary>
    public required string Street { get; init; }

    /// <summary>Where the card holder lives.</summary>
    public required Place Home { get; init; }

    /// <summary>Occupation.</summary>
    public required string Job { get; init; }

    /// <summary>Date of birth.</summary>
    public required DateOnly BirthDate { get; init; }
}

/// <summary>A simulated merchant.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Category">Its category: <c>grocery_pos</c>, <c>shopping_net</c>, ...</param>
public sealed record Merchant(string Name, string Category);

/// <summary>A town.</summary>
/// <param name="City">Its name.</param>
/// <param name="State">Two letters.</param>
/// <param name="Zip">Five digits, leading zeros kept.</param>
/// <param name="Lat">Degrees north.</param>
/// <param name="Long">Degrees east.</param>
/// <param name="Population">Inhabitants.</param>
public sealed record Place(string City, string State, string Zip, double Lat, double Long, int Population);
