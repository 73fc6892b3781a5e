namespace Hamf.Models.Formats;

/// <summary>What the user says about a set of files where the files themselves do not.</summary>
public sealed record ImportOptions
{
    /// <summary>The class whose probability is the score, or null to look for the usual names. <value>null</value></summary>
    public string? Positive { get; init; }

    /// <summary>The score from which on a decision is positive, in [0, 1], or null for the one in the files or the library's own. <value>null</value></summary>
    public double? Threshold { get; init; }

    /// <summary>Names for the classes, in the library's order; empty to keep them. <value>none</value></summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Names for the inputs, in their order; empty to use those in the files. <value>none</value></summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Files, or entries of a dictionary, that do not belong to the model. <value>none</value></summary>
    public IReadOnlyList<string> LeaveOut { get; init; } = [];
}
