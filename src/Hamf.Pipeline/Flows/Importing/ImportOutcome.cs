using Hamf.Models.Formats;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Flows.Importing;

/// <summary>What an import gave.</summary>
public sealed record ImportOutcome
{
    /// <summary>The version, with its aliases.</summary>
    public required ModelVersion Version { get; init; }

    /// <summary>Whether the same files with the same options were imported under this name before: nothing new was registered.</summary>
    public required bool IsKnown { get; init; }

    /// <summary>The model and how it was found.</summary>
    public required ImportResult Result { get; init; }

    /// <summary>Whether it gives a score in [0, 1], so that it may become champion.</summary>
    public bool HasScore => ModelOutputs.IsScore(Result.Model);

    /// <summary>What the model gives, in words.</summary>
    public string Output => ModelOutputs.Describe(Result.Model);

    /// <summary>Everything the user should know: the files' warnings and those of registering.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
