namespace Hamf.Simulator.Cards;

/// <summary>Where one can pay.</summary>
/// <param name="Name">Unique name.</param>
/// <param name="Category">Position in <see cref="Category.All"/>.</param>
/// <param name="Place">Position in <see cref="Place.All"/>.</param>
/// <param name="Latitude">In degrees.</param>
/// <param name="Longitude">In degrees.</param>
/// <param name="PriceLevel">Factor on amounts.</param>
internal sealed record Merchant(string Name, int Category, int Place, double Latitude, double Longitude, double PriceLevel);
