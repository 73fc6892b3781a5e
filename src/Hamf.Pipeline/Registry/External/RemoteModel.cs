namespace Hamf.Pipeline.Registry.External;

/// <summary>A model that a <see cref="ModelUri"/> was resolved to.</summary>
/// <param name="Folder">Its files.</param>
/// <param name="Version">The registered version, or null when the URI names a run or a logged model.</param>
public sealed record RemoteModel(RemoteFolder Folder, RegisteredVersion? Version);
