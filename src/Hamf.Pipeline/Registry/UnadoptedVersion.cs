namespace Hamf.Pipeline.Registry;

/// <summary>A version that a client has registered and nobody has tried to read yet.</summary>
/// <param name="Id">Rises with the time of registration; never used twice.</param>
/// <param name="Name">Registered name.</param>
/// <param name="Version">Its number.</param>
public sealed record UnadoptedVersion(long Id, string Name, int Version);
