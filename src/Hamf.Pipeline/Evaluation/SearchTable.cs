namespace Hamf.Pipeline.Evaluation;

/// <summary>What a search for the best model has measured. All figures are of rows of train and validation; test was not looked at.</summary>
public sealed record SearchTable
{
    /// <summary>How rows were judged, in words.</summary>
    public required string Folds { get; init; }

    /// <summary>Rows that were judged.</summary>
    public required int JudgedRows { get; init; }

    /// <summary>Positive ones among them.</summary>
    public required int JudgedPositives { get; init; }

    /// <summary>The budget in seconds.</summary>
    public required double BudgetSeconds { get; init; }

    /// <summary>Seconds spent on trials, those of earlier calls included.</summary>
    public required double SpentSeconds { get; init; }

    /// <summary>Number of rungs; on the last one candidates are measured with all rows and trees.</summary>
    public required int RungCount { get; init; }

    /// <summary>Name of the candidate that is trained without a search; kept unless another is better beyond noise.</summary>
    public required string Default { get; init; }

    /// <summary>The candidates: first the one that was kept, then those that reached the last rung, each by falling average precision.</summary>
    public required IReadOnlyList<SearchedCandidate> Candidates { get; init; }
}

/// <summary>A candidate as the last rung that it reached shows it.</summary>
/// <param name="Name">Algorithm and settings.</param>
/// <param name="Rung">Number of the rung, 1 for the cheapest.</param>
/// <param name="AveragePrecision">On the judged rows.</param>
/// <param name="Low">Lower end of its 95 % bootstrap interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Behind">How much the kept one's average precision on the same rung is higher; negative where it is lower.</param>
/// <param name="BehindLow">Lower end of the 95 % interval of that, by paired bootstrap.</param>
/// <param name="BehindHigh">Upper end.</param>
/// <param name="IsWithinNoise">Whether that interval contains 0; true for the kept one itself.</param>
/// <param name="Seconds">Time of all its trials.</param>
public sealed record SearchedCandidate(
    string Name,
    int Rung,
    double AveragePrecision,
    double Low,
    double High,
    double Behind,
    double BehindLow,
    double BehindHigh,
    bool IsWithinNoise,
    double Seconds);
