using Hamf.Models.Graph;

namespace Hamf.Models.Formats;

/// <summary>The model that a set of files holds, and how it was found.</summary>
public sealed record ImportResult
{
    /// <summary>The model; its features are the signature.</summary>
    public required Model Model { get; init; }

    /// <summary>A score at or above it is a positive decision; 0.5 where the model gives no score in [0, 1].</summary>
    public required double Threshold { get; init; }

    /// <summary>The classes in the library's order; empty for a model without.</summary>
    public IReadOnlyList<string> Classes => (Model as GraphModel)?.Classes ?? [];

    /// <summary>The class whose probability is the score, or null.</summary>
    public string? Positive => Model is GraphModel { PositiveClass: >= 0 and var index } graph ? graph.Classes[index] : null;

    /// <summary>What each file and each of its parts was taken for, and why; one sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>What the user should know or decide.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The libraries that wrote the files, as far as the files say, with versions: <c>scikit-learn 1.2.1</c>.</summary>
    public required IReadOnlyList<string> Libraries { get; init; }
}
