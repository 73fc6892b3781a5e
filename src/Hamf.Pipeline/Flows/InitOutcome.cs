using Hamf.Pipeline.Detectors;

namespace Hamf.Pipeline.Flows;

/// <summary>The file to propose a detector from, and what is known about it.</summary>
public sealed record InitRequest
{
    /// <summary>A CSV file, plain or gzipped, with a header.</summary>
    public required string DataPath { get; init; }

    /// <summary>The label's column.</summary>
    public required string Label { get; init; }

    /// <summary>The label's positive value, or null to infer it.</summary>
    public string? Positive { get; init; }

    /// <summary>The time's column, or null to propose one only where it is certain.</summary>
    public string? Time { get; init; }

    /// <summary>The key's column, or null to propose one only where it is certain.</summary>
    public string? Key { get; init; }

    /// <summary>The entity's column, or null to propose one only where it is certain.</summary>
    public string? Entity { get; init; }

    /// <summary>Columns to ignore. <value>none</value></summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>The folder to write <c>detector.yaml</c> into; made when it is not there.</summary>
    public required string OutDir { get; init; }

    /// <summary>The detector's name. <value>the folder's name</value></summary>
    public string? Name { get; init; }
}

/// <summary>What <see cref="InitFlow"/> decided.</summary>
public sealed record InitOutcome
{
    /// <summary>Why nothing was written (exit code 2), or null.</summary>
    public string? Refusal { get; init; }

    /// <summary>The file written.</summary>
    public string Path { get; init; } = "";

    /// <summary>The detector as written, checked; null when refused.</summary>
    public Detector? Detector { get; init; }

    /// <summary>What was decided per column, in the order of the written file.</summary>
    public IReadOnlyList<InitColumn> Columns { get; init; } = [];

    /// <summary>Rows read.</summary>
    public long Rows { get; init; }

    /// <summary>Rows of the positive class.</summary>
    public long Positives { get; init; }

    /// <summary>Share of positives among labelled rows, in [0, 1].</summary>
    public double BaseRate { get; init; }

    /// <summary>The delimiter found.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>The decimal sign found.</summary>
    public char DecimalSign { get; init; } = '.';

    /// <summary>The decision policy and why, in words.</summary>
    public string DecisionWhy { get; init; } = "";

    /// <summary>Doubts about the file as a whole; those about a column are with the column.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    internal static InitOutcome Refused(string why) => new() { Refusal = why };
}

/// <summary>What was decided for one column.</summary>
/// <param name="Name">The column.</param>
/// <param name="Type">Its type, as in the file: <c>number</c>, <c>text</c>, ...</param>
/// <param name="Role">Its role, as in the file: <c>feature</c>, <c>ignore</c>, ...</param>
/// <param name="Why">The reason.</param>
/// <param name="Warning">What is doubtful about it, or null.</param>
/// <param name="Line">1-based line of the written file to change when the decision is wrong.</param>
public sealed record InitColumn(string Name, string Type, string Role, string Why, string? Warning, int Line);
