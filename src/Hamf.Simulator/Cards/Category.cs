namespace Hamf.Simulator.Cards;

/// <summary>What merchants sell.</summary>
/// <param name="Name">As in the data.</param>
/// <param name="Weight">Share of genuine payments, relative.</param>
/// <param name="MedianAmount">Median of genuine amounts in USD for an average customer.</param>
/// <param name="Sigma">Standard deviation of the logarithm of genuine amounts.</param>
/// <param name="NightFactor">How much likelier this category is at night than by day.</param>
internal sealed record Category(string Name, double Weight, double MedianAmount, double Sigma, double NightFactor)
{
    /// <summary>The categories of the public data, with amounts close to what that data shows.</summary>
    public static IReadOnlyList<Category> All { get; } =
    [
        new("entertainment", 7.3, 45, 0.70, 1.6),
        new("food_dining", 7.1, 40, 0.70, 1.2),
        new("gas_transport", 10.1, 62, 0.30, 1.1),
        new("grocery_net", 3.5, 50, 0.55, 0.9),
        new("grocery_pos", 9.5, 105, 0.40, 0.5),
        new("health_fitness", 6.6, 42, 0.75, 0.6),
        new("home", 9.5, 46, 0.75, 0.6),
        new("kids_pets", 8.7, 46, 0.75, 0.6),
        new("misc_net", 4.9, 40, 0.80, 1.8),
        new("misc_pos", 6.2, 30, 0.90, 0.8),
        new("personal_care", 7.0, 36, 0.75, 0.6),
        new("shopping_net", 7.5, 50, 0.85, 1.8),
        new("shopping_pos", 9.0, 48, 0.85, 0.6),
        new("travel", 3.1, 60, 1.00, 1.2),
    ];

    /// <summary>True when bought from home: the merchant's place then says nothing.</summary>
    public bool IsOnline { get; } = Name.EndsWith("_net", StringComparison.Ordinal);

    /// <summary>Position of the category of that name.</summary>
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
