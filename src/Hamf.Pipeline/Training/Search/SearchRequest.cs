namespace Hamf.Pipeline.Training.Search;

/// <summary>What a search is given besides the detector and the data.</summary>
public sealed record SearchRequest
{
    /// <summary>Shortest budget: below it nothing but the first trial is measured.</summary>
    public static readonly TimeSpan BudgetMin = TimeSpan.FromSeconds(1);

    /// <summary>Longest budget.</summary>
    public static readonly TimeSpan BudgetMax = TimeSpan.FromDays(7);

    /// <summary>Time for trials, those of earlier calls that are resumed included; reading the data and fitting the choice come on top.</summary>
    public required TimeSpan Budget { get; init; }

    /// <summary>The folder where trials are kept, in one file per search.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether to go on after the trials that the same search has left there. <value>false</value></summary>
    public bool Resume { get; init; }

    /// <summary>The clock of the budget. <value>the system's</value></summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
