namespace Hamf.Pipeline.Registry;

/// <summary>Which version of a name is champion: just what tells one from another.</summary>
/// <param name="Name">Registered name.</param>
/// <param name="Version">Its number, which comes again where a deleted model's name is taken anew.</param>
/// <param name="BundleDigest">SHA-256 of what it scores with.</param>
/// <param name="ModelSince">When the name was registered.</param>
public sealed record Champion(string Name, int Version, string BundleDigest, DateTimeOffset ModelSince);
