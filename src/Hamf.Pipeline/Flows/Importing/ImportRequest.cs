using Hamf.Models.Formats;
using Hamf.Pipeline.Detectors;

namespace Hamf.Pipeline.Flows.Importing;

/// <summary>Files to import, and what is known about them.</summary>
public sealed record ImportRequest
{
    /// <summary>The name to register the model under: 1 to 64 letters, digits, <c>-</c> and <c>_</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The files; those that belong together are given together.</summary>
    public required IReadOnlyList<ImportFile> Files { get; init; }

    /// <summary>What the files do not say.</summary>
    public ImportOptions Options { get; init; } = new();

    /// <summary>The detector whose features the model reads, or null to make one with a column per input.</summary>
    public Detector? Detector { get; init; }

    /// <summary>The column of an event that an input is read from, by input, where their names differ; only without a detector. <value>none</value></summary>
    public IReadOnlyDictionary<string, string> ColumnOf { get; init; } = new Dictionary<string, string>();

    /// <summary>An alias to point at the version, or null. <value>null</value></summary>
    public string? Alias { get; init; }

    /// <summary>Who imports, for histories.</summary>
    public required string Actor { get; init; }
}
