namespace Hamf.Pipeline.Evaluation;

/// <summary>Everything a training report shows. Undefined numbers are null. The same training gives the same report.</summary>
public sealed record TrainingReport
{
    /// <summary>The detector's name.</summary>
    public required string Detector { get; init; }

    /// <summary>The run it belongs to.</summary>
    public required string RunId { get; init; }

    /// <summary>The algorithm kept.</summary>
    public required string Algorithm { get; init; }

    /// <summary>How it was chosen, in words.</summary>
    public required string Choice { get; init; }

    /// <summary>Whether, after everything was chosen, the model was fitted again on train and validation; validation shows it as it was before.</summary>
    public bool IsFittedAgain { get; init; }

    /// <summary>Whether validation is cross-validation: each row of train and validation scored by a model that was trained without it.</summary>
    public bool IsCrossValidated { get; init; }

    /// <summary>The data it was trained on.</summary>
    public required ReportData Data { get; init; }

    /// <summary>How the rows were divided.</summary>
    public required ReportSplit Split { get; init; }

    /// <summary>How a score becomes a decision.</summary>
    public required ReportDecision Decision { get; init; }

    /// <summary>The model on validation rows, where algorithm, number of trees and threshold were chosen: a little too good.</summary>
    public required ReportSide Validation { get; init; }

    /// <summary>The model on test rows, on which nothing was chosen; null without test rows.</summary>
    public ReportSide? Test { get; init; }

    /// <summary>Importance per feature, highest first, summing to 1.</summary>
    public required IReadOnlyList<ReportImportance> Importance { get; init; }

    /// <summary>What average precision loses without a feature; null where there were no rows to see it on.</summary>
    public ReportShuffles? Shuffles { get; init; }

    /// <summary>Things the reader should know.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>The data of a training.</summary>
/// <param name="File">The data file's name without folder.</param>
/// <param name="Sha256">Its digest.</param>
/// <param name="TestFile">The separate test file's name, or null.</param>
/// <param name="Rows">Rows accepted.</param>
/// <param name="Rejects">Rows rejected.</param>
/// <param name="Unlabelled">Accepted rows without a label.</param>
/// <param name="Repeats">Accepted rows skipped because their key had occurred.</param>
/// <param name="Features">Number of features.</param>
public sealed record ReportData(
    string File, string? Sha256, string? TestFile, long Rows, long Rejects, long Unlabelled, long Repeats, int Features);

/// <summary>How rows were divided.</summary>
/// <param name="Kind"><c>time</c>, <c>group</c> or <c>stratified</c>.</param>
/// <param name="Description">The rule in words.</param>
/// <param name="TrainRows">Rows fitted.</param>
/// <param name="TrainPositives">Positive ones among them.</param>
/// <param name="LeftOut">Rows on no side because an equal feature vector stands on an earlier one.</param>
/// <param name="Seed">The seed.</param>
public sealed record ReportSplit(string Kind, string Description, int TrainRows, int TrainPositives, int LeftOut, int Seed);

/// <summary>The decision policy.</summary>
/// <param name="Policy">The rule in words.</param>
/// <param name="Threshold">A score at or above it is a positive decision.</param>
public sealed record ReportDecision(string Policy, double Threshold);

/// <summary>Importance of a feature.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Share">Its share, in [0, 1].</param>
public sealed record ReportImportance(string Feature, double Share);

/// <summary>Permutation importance: average precision before less average precision after a feature's values were dealt to other rows.</summary>
/// <param name="Side"><c>validation</c> or <c>test</c>: rows that the model was not trained on.</param>
/// <param name="Rows">Rows it was computed on.</param>
/// <param name="Repeats">Shuffles per feature.</param>
/// <param name="Features">One entry per feature, largest drop first.</param>
public sealed record ReportShuffles(string Side, int Rows, int Repeats, IReadOnlyList<ReportShuffle> Features);

/// <summary>What average precision loses when one feature is shuffled.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Drop">Mean over the repeats.</param>
/// <param name="Deviation">Standard deviation over the repeats.</param>
public sealed record ReportShuffle(string Feature, double Drop, double Deviation);
