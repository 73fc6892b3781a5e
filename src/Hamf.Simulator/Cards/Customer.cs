namespace Hamf.Simulator.Cards;

/// <summary>A card holder with habits.</summary>
/// <param name="Holder">The person.</param>
/// <param name="Home">The home's city, by position in <see cref="Place.All"/>.</param>
/// <param name="Cards">One or two card numbers; the first is used more.</param>
/// <param name="IsYoung">Young holders pay late in the day and online.</param>
/// <param name="Spending">Factor on amounts.</param>
/// <param name="Activity">Relative number of payments.</param>
/// <param name="TasteSeed">Which merchants are the favourites.</param>
internal sealed record Customer(
    CardHolder Holder, int Home, long[] Cards, bool IsYoung, double Spending, double Activity, ulong TasteSeed);
