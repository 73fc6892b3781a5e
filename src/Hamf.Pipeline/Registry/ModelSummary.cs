namespace Hamf.Pipeline.Registry;

/// <summary>A registered name with what stands behind it, of the versions that Hamf can score with.</summary>
/// <param name="Name">Registered name.</param>
/// <param name="Champion">The version that serves, or null.</param>
/// <param name="Challenger">The version that waits, or null.</param>
/// <param name="Latest">The newest version.</param>
/// <param name="Versions">How many there are.</param>
public sealed record ModelSummary(string Name, int? Champion, int? Challenger, int Latest, int Versions);
