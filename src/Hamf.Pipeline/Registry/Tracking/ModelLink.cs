namespace Hamf.Pipeline.Registry.Tracking;

/// <summary>A logged model that a run has read or made.</summary>
/// <param name="ModelId">The logged model.</param>
/// <param name="Step">The step at which it was made; 0 for an input.</param>
public sealed record ModelLink(string ModelId, long Step);
