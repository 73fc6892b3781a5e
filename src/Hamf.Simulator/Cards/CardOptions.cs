using System.Globalization;

namespace Hamf.Simulator.Cards;

/// <summary>What to simulate. The same options give the same payments, byte for byte.</summary>
public sealed record CardOptions
{
    /// <summary>Seed of everything random. <value>1</value></summary>
    public long Seed { get; init; } = 1;

    /// <summary>Number of customers; every fifth has a second card. <value>1,000</value></summary>
    public int Customers { get; init; } = 1000;

    /// <summary>Number of merchants. <value>800</value></summary>
    public int Merchants { get; init; } = 800;

    /// <summary>First day. <value>2025-01-01</value></summary>
    public DateOnly Start { get; init; } = new(2025, 1, 1);

    /// <summary>Number of days. <value>42</value></summary>
    public int Days { get; init; } = 42;

    /// <summary>Payments per day on average, frauds included. <value>3,000</value></summary>
    public double EventsPerDay { get; init; } = 3000;

    /// <summary>Expected share of frauds, in [0, 0.5]. <value>0.005</value></summary>
    public double FraudRate { get; init; } = 0.005;

    /// <summary>From this day on prices rise and fraud moves to other kinds; null for a world that stays as it is. <value>null</value></summary>
    public DateOnly? DriftFrom { get; init; }

    /// <summary>How much prices have risen two weeks after <see cref="DriftFrom"/>, as a share. <value>0.25</value></summary>
    public double Inflation { get; init; } = 0.25;

    /// <summary>Everything that is wrong with the options, one sentence each; empty when they can be used.</summary>
    public IReadOnlyList<string> FindProblems()
    {
        var problems = new List<string>();
        Require(Customers is >= 1 and <= 5_000_000, $"customers is {Customers}; expected 1 to 5000000.");
        Require(Merchants is >= 50 and <= 200_000, $"merchants is {Merchants}; expected 50 to 200000.");
        Require(Days is >= 1 and <= 36_500, $"days is {Days}; expected 1 to 36500.");
        Require(Start.Year is >= 1971 and <= 9000, $"start is {Start:yyyy-MM-dd}; expected a year from 1971 to 9000.");
        Require(EventsPerDay is >= 1 and <= 1e9, $"events per day is {EventsPerDay}; expected 1 to 1000000000.");
        Require(FraudRate is >= 0 and <= 0.5, $"fraud rate is {FraudRate}; expected 0 to 0.5.");
        Require(Inflation is >= -0.9 and <= 10, $"inflation is {Inflation}; expected -0.9 to 10.");
        return problems;

        void Require(bool met, FormattableString problem)
        {
            if (!met)
            {
                problems.Add(problem.ToString(CultureInfo.InvariantCulture));
            }
        }
    }
}
