namespace Hamf.Pipeline.Registry;

/// <summary>One version of a registered model, complete: what is needed to score with it, and where it came from.</summary>
public sealed record ModelVersion
{
    /// <summary>The registered model's name.</summary>
    public required string Name { get; init; }

    /// <summary>1-based number, counted per name.</summary>
    public required int Version { get; init; }

    /// <summary>When it was registered.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The run that made it.</summary>
    public required string RunId { get; init; }

    /// <summary>SHA-256 (lower-case hex) of the bundle artifact: model, threshold and categories (<see cref="ModelBundle"/>).</summary>
    public required string BundleDigest { get; init; }

    /// <summary>SHA-256 of the window state at the end of training, or null when the detector has no windows.</summary>
    public string? StateDigest { get; init; }

    /// <summary>The detector's file as it was at training, byte for byte.</summary>
    public required string DetectorYaml { get; init; }

    /// <summary>Metrics on the test rows (or on validation where there is no test), by name.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>Aliases that point at this version now.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];
}
