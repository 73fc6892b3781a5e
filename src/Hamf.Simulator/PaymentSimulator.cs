namespace Hamf.Simulator;

/// <summary>
/// Simulates card payments in time order: people with habits, weeks with a rhythm, and fraud campaigns among them. Memory is that of one
/// day's payments. The same options give the same payments, byte for byte, and a longer simulation begins with the shorter one.
/// </summary>
/// <exception cref="ArgumentException">The options are out of range.</exception>
public sealed class PaymentSimulator
{
    private readonly SimulationOptions _options;
    private readonly World _world;

    /// <summary>Makes the world; the payments are made when they are asked for.</summary>
    public PaymentSimulator(SimulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyList<string> problems = options.Check();
        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join("; ", problems), nameof(options));
        }

        _options = options;
        _world = new World(options);
    }

    /// <summary>All payments, oldest first. Each enumeration starts anew.</summary>
    public IEnumerable<CardPayment> Payments()
    {
        var ordinary = new OrdinaryPayments(_world, SeededRandom.FromSeed(_options.Seed, stream: 2));
        var fraud = new FraudCampaigns(_world, _options, SeededRandom.FromSeed(_options.Seed, stream: 3));
        for (int i = 0; i < _options.Days; i++)
        {
            DateOnly day = _options.Start.AddDays(i);
            bool drifts = _options.DriftFrom is { } from && day >= from;
            List<CardPayment> payments = ordinary.On(day, _options.PaymentsPerDay * (1 - _options.FraudRate), drifts);
            payments.AddRange(fraud.On(day, drifts));

            // A stable order, so that payments of the same second come in the order in which they were made.
            foreach (CardPayment payment in payments.OrderBy(p => p.Time))
            {
                yield return payment;
            }
        }
    }
}
