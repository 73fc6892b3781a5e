namespace Hamf.Pipeline.Flows.External;

/// <summary>What a pass of the mirror has done.</summary>
/// <param name="Server">The server.</param>
/// <param name="Delivered">How many runs, versions and aliases have arrived in this pass.</param>
/// <param name="Waiting">How many wait still.</param>
/// <param name="Problem">What went wrong last in this pass, or null.</param>
public sealed record MirrorOutcome(string Server, int Delivered, int Waiting, string? Problem);
