namespace Hamf.Simulator.Cards;

/// <summary>Plans fraud campaigns: each is the use of one stolen card over hours or a few days.</summary>
internal sealed class FraudPlanner
{
    // By CampaignKind. After the drift the loud kinds give way to the quiet ones, as happens when a detector works.
    private static readonly WeightedChoice KindsBefore = new([0.65, 0.10, 0.12, 0.11, 0.02]);
    private static readonly WeightedChoice KindsAfter = new([0.10, 0.30, 0.15, 0.15, 0.30]);

    // Half a campaign: starting one when that many payments are due makes the rate neither early nor late on average.
    private const double DueForCampaign = 4;

    // Thieves work late, but not only.
    private static readonly WeightedChoice StartHours =
        new([9, 8, 6, 4, 2, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3, 6, 12, 12]);

    private static readonly int[] LoudCategories = Indexes("shopping_net", "misc_net", "shopping_pos", "grocery_pos", "gas_transport", "entertainment");
    private static readonly int[] OnlineCategories = Indexes("shopping_net", "misc_net", "grocery_net");
    private static readonly int[] ShopCategories = Indexes("grocery_pos", "shopping_pos", "gas_transport", "food_dining", "misc_pos", "home");
    private static readonly int[] NightCategories = Indexes("shopping_net", "misc_net", "travel", "entertainment");
    private static readonly int[] QuietCategories = Indexes("home", "health_fitness", "personal_care", "travel", "kids_pets", "misc_pos");

    private readonly World _world;
    private readonly CardOptions _options;
    private readonly Shopping _shopping;
    private readonly PriorityQueue<PlannedFraud, (long Second, long Order)> _planned = new();
    private long _order;
    private double _due;

    public FraudPlanner(World world, CardOptions options, Shopping shopping)
    {
        _world = world;
        _options = options;
        _shopping = shopping;
    }

    /// <summary>Plans the campaigns that start on that day.</summary>
    public void PlanDay(SeededRandom random, DateOnly day)
    {
        // Some days are worse than others, but what was planned is counted against the rate, so that it is kept over weeks.
        _due += _options.EventsPerDay * _options.FraudRate * random.Uniform(0.5, 1.5);
        bool afterDrift = _options.DriftFrom is { } from && day >= from;
        var midnight = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        while (_due > DueForCampaign)
        {
            Customer customer = random.Pick(_world.Customers);
            var campaign = new Campaign(
                (CampaignKind)(afterDrift ? KindsAfter : KindsBefore).Draw(random), customer, random.Pick(customer.Cards), random.Below(Place.All.Count));
            long before = _order;
            Plan(random, campaign, midnight.AddHours(StartHours.Draw(random)).AddSeconds(random.Below(3600)));
            _due -= _order - before;
        }
    }

    /// <summary>The planned payments before <paramref name="end"/>, removed from the plan.</summary>
    public void TakeUntil(SeededRandom random, DateTimeOffset end, List<CardPayment> payments)
    {
        while (_planned.TryPeek(out PlannedFraud? fraud, out (long Second, long Order) priority) && priority.Second < end.ToUnixTimeSeconds())
        {
            _planned.Dequeue();
            payments.Add(Pay(random, fraud, DateTimeOffset.FromUnixTimeSeconds(priority.Second)));
        }
    }

    private void Plan(SeededRandom random, Campaign campaign, DateTimeOffset start)
    {
        switch (campaign.Kind)
        {
            case CampaignKind.Burst:
                PlanSteps(random, campaign, start, random.Between(5, 14), meanMinutes: 70, LoudCategories);
                break;
            case CampaignKind.Testing:
                DateTimeOffset tested = PlanSteps(random, campaign with { IsTest = true }, start, random.Between(2, 6), meanMinutes: 4, OnlineCategories);
                PlanSteps(random, campaign, tested.AddMinutes(random.Uniform(20, 300)), random.Between(2, 4), meanMinutes: 25, OnlineCategories);
                break;
            case CampaignKind.FarMerchant:
                PlanSteps(random, campaign, start, random.Between(2, 6), meanMinutes: 90, ShopCategories);
                break;
            case CampaignKind.NewMerchantAtNight:
                DateTimeOffset night = new(start.Year, start.Month, start.Day, 22, 0, 0, TimeSpan.Zero);
                PlanSteps(random, campaign, night.AddMinutes(random.Uniform(0, 240)), random.Between(3, 7), meanMinutes: 30, NightCategories);
                break;
            default:
                PlanSteps(random, campaign, start.AddHours(random.Uniform(0, 12)), random.Between(3, 6), meanMinutes: 400, QuietCategories);
                break;
        }
    }

    private DateTimeOffset PlanSteps(
        SeededRandom random, Campaign campaign, DateTimeOffset start, int count, double meanMinutes, int[] categories)
    {
        DateTimeOffset time = start;
        for (int i = 0; i < count; i++)
        {
            time = time.AddSeconds(1 + Math.Floor(-60 * meanMinutes * Math.Log(1 - random.Uniform())));
            _planned.Enqueue(new PlannedFraud(campaign, random.Pick(categories)), (time.ToUnixTimeSeconds(), _order++));
        }

        return time;
    }

    private CardPayment Pay(SeededRandom random, PlannedFraud fraud, DateTimeOffset time)
    {
        Campaign campaign = fraud.Campaign;

        // Now and then a thief buys what the owner would have bought: no model can tell such a payment by itself.
        bool blendsIn = random.Chance(0.05);
        Merchant merchant = _world.Merchants[blendsIn
            ? _shopping.ChooseMerchant(random, campaign.Customer, fraud.Category)
            : ChooseMerchant(random, campaign, fraud.Category)];
        double usual = _shopping.UsualAmount(random, time, campaign.Customer, merchant);
        double amount = blendsIn ? usual : Amount(random, campaign, fraud.Category, usual) * _shopping.PriceLevel(time);
        return Payment.Create(random, time, campaign.Customer, campaign.Card, merchant, amount, isFraud: true);
    }

    private int ChooseMerchant(SeededRandom random, Campaign campaign, int category)
    {
        if (Category.All[category].IsOnline)
        {
            ReadOnlySpan<int> online = _world.OfCategory(category);
            return online[random.Below(online.Length)];
        }

        // A copied card is used around its home, a stolen number around the thief's.
        bool aroundHome = campaign.Kind switch
        {
            CampaignKind.Burst => campaign.ThiefPlace % 2 == 0,
            CampaignKind.Quiet => campaign.ThiefPlace % 4 != 0,
            _ => false,
        };
        ReadOnlySpan<int> near = _world.Nearest(aroundHome ? campaign.Customer.Home : campaign.ThiefPlace, category);
        return near[random.Below(Math.Min(10, near.Length))];
    }

    private static double Amount(SeededRandom random, Campaign campaign, int category, double usual)
    {
        if (campaign.IsTest)
        {
            return random.LogNormal(3, 0.5);
        }

        return campaign.Kind switch
        {
            CampaignKind.Burst or CampaignKind.Testing => LoudAmount(random, category),
            CampaignKind.FarMerchant => usual * random.LogNormal(2.5, 0.5),
            CampaignKind.NewMerchantAtNight => usual * random.LogNormal(6, 0.5),
            _ => usual * random.LogNormal(1.5, 0.4),
        };
    }

    // As in the public data: goods that sell again, fuel for little.
    private static double LoudAmount(SeededRandom random, int category) => Category.All[category].Name switch
    {
        "shopping_net" => random.LogNormal(950, 0.35),
        "misc_net" => random.LogNormal(800, 0.35),
        "shopping_pos" => random.LogNormal(800, 0.45),
        "grocery_pos" => random.LogNormal(330, 0.20),
        "grocery_net" => random.LogNormal(180, 0.50),
        "gas_transport" => random.LogNormal(14, 0.45),
        _ => random.LogNormal(450, 0.40),
    };

    private static int[] Indexes(params string[] names) => names.Select(Category.IndexOf).ToArray();

    private sealed record Campaign(CampaignKind Kind, Customer Customer, long Card, int ThiefPlace)
    {
        public bool IsTest { get; init; }
    }

    private sealed record PlannedFraud(Campaign Campaign, int Category);
}
