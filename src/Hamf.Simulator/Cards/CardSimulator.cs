namespace Hamf.Simulator.Cards;

/// <summary>
/// Simulates card payments in time order. Memory holds the customers, the merchants and one hour of payments, however long the simulation is.
/// Immutable and thread-safe; each run is one sequence.
/// </summary>
public sealed class CardSimulator
{
    // Any other stream than the one that built the world, so that options that change the world do not shift everything else.
    private const ulong EventStream = 0xD1B54A32D192ED03;
    private static readonly DateOnly DefaultStart = new CardOptions().Start;

    private readonly CardOptions _options;
    private readonly World _world;
    private readonly Shopping _shopping;

    /// <summary>Builds the world.</summary>
    /// <exception cref="ArgumentException">The options cannot be used; the message lists all problems.</exception>
    public CardSimulator(CardOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyList<string> problems = options.FindProblems();
        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join(" ", problems), nameof(options));
        }

        _options = options;
        _world = new World(options);
        _shopping = new Shopping(_world, options);
    }

    /// <summary>The payments, oldest first; the same every time.</summary>
    public IEnumerable<CardPayment> Run()
    {
        // Another first day is another stretch of the same world: other payments and ids. The default day adds nothing.
        ulong stretch = (ulong)(_options.Start.DayNumber - DefaultStart.DayNumber) << 20;
        var random = new SeededRandom((ulong)_options.Seed ^ EventStream ^ stretch);
        var planner = new FraudPlanner(_world, _options, _shopping);
        var hour = new List<CardPayment>();
        for (int day = 0; day < _options.Days; day++)
        {
            DateOnly date = _options.Start.AddDays(day);
            planner.PlanDay(random, date);
            for (int h = 0; h < 24; h++)
            {
                FillHour(random, planner, new DateTimeOffset(date.ToDateTime(new TimeOnly(h, 0)), TimeSpan.Zero), hour);
                foreach (CardPayment payment in hour)
                {
                    yield return payment;
                }
            }
        }
    }

    private void FillHour(SeededRandom random, FraudPlanner planner, DateTimeOffset start, List<CardPayment> hour)
    {
        hour.Clear();
        double genuinePerDay = _options.EventsPerDay * (1 - _options.FraudRate);
        foreach (bool isYoung in (ReadOnlySpan<bool>)[false, true])
        {
            int count = random.Poisson(_shopping.ExpectedCount(start, isYoung, genuinePerDay));
            for (int i = 0; i < count; i++)
            {
                hour.Add(_shopping.Buy(random, start.AddSeconds(random.Below(3600)), isYoung));
            }
        }

        planner.TakeUntil(random, start.AddHours(1), hour);

        // The id breaks ties, so that the order does not depend on how the library sorts.
        hour.Sort(static (a, b) => a.Time != b.Time ? a.Time.CompareTo(b.Time) : string.CompareOrdinal(a.Id, b.Id));
    }
}
