namespace Hamf.Simulator;

/// <summary>What is simulated.</summary>
public sealed record SimulationOptions
{
    /// <summary>Seed: the same options give the same payments, byte for byte. <value>1</value></summary>
    public int Seed { get; init; } = 1;

    /// <summary>Card holders, 10 to 1,000,000. <value>1,000</value></summary>
    public int Customers { get; init; } = 1_000;

    /// <summary>Mean payments a day, 1 to 100,000,000. <value>5,000</value></summary>
    public int PaymentsPerDay { get; init; } = 5_000;

    /// <summary>First day, UTC. <value>2026-01-05, a Monday</value></summary>
    public DateOnly Start { get; init; } = new(2026, 1, 5);

    /// <summary>Number of days, 1 to 36,500. <value>42</value></summary>
    public int Days { get; init; } = 42;

    /// <summary>Mean share of fraudulent payments, 0 to 0.5. <value>0.006</value></summary>
    public double FraudRate { get; init; } = 0.006;

    /// <summary>
    /// From this day on prices rise and fraudsters change their ways, or null for a world that stays as it is. <value>null</value>
    /// </summary>
    public DateOnly? DriftFrom { get; init; }

    /// <summary>Everything that is wrong with these options, in sentences; empty when they can be used.</summary>
    public IReadOnlyList<string> Check()
    {
        List<string> problems = [];
        void Require(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add(problem);
            }
        }

        Require(Customers is >= 10 and <= 1_000_000, $"customers: {Customers} is not between 10 and 1,000,000");
        Require(PaymentsPerDay is >= 1 and <= 100_000_000, $"payments per day: {PaymentsPerDay} is not between 1 and 100,000,000");
        Require(Days is >= 1 and <= 36_500, $"days: {Days} is not between 1 and 36,500");
        Require(FraudRate is >= 0 and <= 0.5, $"fraud rate: {FraudRate} is not between 0 and 0.5");
        Require(
            Start.Year is >= 1970 and <= 2200,
            FormattableString.Invariant($"start: {Start:yyyy-MM-dd} is not between the years 1970 and 2200"));
        return problems;
    }
}
