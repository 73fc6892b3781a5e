namespace Hamf.Pipeline.Detectors.Inference;

/// <summary>What the caller of <c>init</c> knows and does not want inferred.</summary>
internal sealed record DraftWish
{
    public required string Label { get; init; }

    public string? Positive { get; init; }

    public string? Time { get; init; }

    public string? Key { get; init; }

    public string? Entity { get; init; }

    public IReadOnlyList<string> Ignore { get; init; } = [];
}
