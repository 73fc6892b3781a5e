namespace Hamf.Pipeline.Registry.Tracking;

/// <summary>A dataset that runs of an experiment have read, and what for.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Name">The dataset's name.</param>
/// <param name="Digest">Its digest.</param>
/// <param name="Context">What it was read for, as the client said (<c>training</c>), or null.</param>
public sealed record DatasetSummary(long ExperimentId, string Name, string Digest, string? Context);
