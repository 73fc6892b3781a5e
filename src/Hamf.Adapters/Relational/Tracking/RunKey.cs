namespace Hamf.Adapters.Relational.Tracking;

/// <summary>A run as its rows know it.</summary>
/// <param name="RunNo">The number that its rows begin with.</param>
/// <param name="RunId">The id that clients know.</param>
/// <param name="ExperimentId">Its experiment.</param>
/// <param name="IsActive">False when it is deleted.</param>
internal readonly record struct RunKey(long RunNo, string RunId, long ExperimentId, bool IsActive);
