namespace Hamf.Simulator;

/// <summary>A kind of purchase.</summary>
/// <param name="Name">Its name; <c>_net</c> is bought online, <c>_pos</c> at a till.</param>
/// <param name="Weight">How common it is.</param>
/// <param name="Median">Median amount in dollars.</param>
/// <param name="Sigma">Spread of the logarithm of the amount.</param>
/// <param name="PeakHour">The busiest hour.</param>
/// <param name="WeekendFactor">How much busier weekends are.</param>
internal sealed record Category(string Name, double Weight, double Median, double Sigma, double PeakHour, double WeekendFactor);

/// <summary>The categories of the sample, with figures of our own.</summary>
internal static class Categories
{
    public static IReadOnlyList<Category> All { get; } =
    [
        new("gas_transport", 10.5, 52, 0.35, 16, 1.0),
        new("grocery_pos", 9.8, 68, 0.75, 17, 1.3),
        new("home", 9.4, 40, 0.95, 15, 1.2),
        new("shopping_pos", 9.0, 30, 1.35, 15, 1.5),
        new("kids_pets", 8.7, 38, 0.90, 15, 1.3),
        new("shopping_net", 7.5, 32, 1.40, 20, 1.2),
        new("entertainment", 7.2, 42, 1.00, 20, 1.7),
        new("food_dining", 7.1, 34, 0.80, 19, 1.6),
        new("personal_care", 7.0, 30, 0.95, 14, 1.2),
        new("health_fitness", 6.6, 38, 0.95, 11, 0.9),
        new("misc_pos", 6.1, 26, 1.30, 14, 1.1),
        new("misc_net", 4.9, 28, 1.45, 20, 1.0),
        new("grocery_net", 3.5, 45, 0.55, 19, 1.0),
        new("travel", 3.1, 30, 1.60, 12, 1.0),
    ];

    public static int IndexOf(string name)
    {
        for (int i = 0; i < All.Count; i++)
        {
            if (All[i].Name == name)
            {
                return i;
            }
        }

        throw new ArgumentException($"There is no category '{name}'.", nameof(name));
    }
}
