namespace Hamf.Pipeline.Detectors;

/// <summary>The rule by which a threshold is chosen on validation.</summary>
public enum DecisionPolicy
{
    /// <summary>The threshold of the highest F1.</summary>
    BestF1,

    /// <summary>The threshold that raises a given number of alerts per 1,000 events.</summary>
    AlertBudget,

    /// <summary>The threshold of the lowest expected cost.</summary>
    Cost,

    /// <summary>A threshold given by hand.</summary>
    Fixed,
}

/// <summary>How a score becomes a decision (<c>decision:</c>).</summary>
public sealed record DecisionSpec
{
    /// <summary>The rule. <value>BestF1</value></summary>
    public DecisionPolicy Policy { get; init; } = DecisionPolicy.BestF1;

    /// <summary>Alerts per 1,000 events, in (0, 1000]; for <see cref="DecisionPolicy.AlertBudget"/>.</summary>
    public double AlertsPer1000 { get; init; } = 5;

    /// <summary>Cost of a missed positive, &gt; 0; for <see cref="DecisionPolicy.Cost"/>.</summary>
    public double MissCost { get; init; } = 100;

    /// <summary>Cost of a false alarm, &gt; 0; for <see cref="DecisionPolicy.Cost"/>.</summary>
    public double FalseAlarmCost { get; init; } = 1;

    /// <summary>The threshold, in [0, 1]; for <see cref="DecisionPolicy.Fixed"/>.</summary>
    public double Threshold { get; init; } = 0.5;
}
