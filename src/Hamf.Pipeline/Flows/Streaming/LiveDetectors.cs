namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>The detectors that are served: every registered model with a champion. Thread-safe.</summary>
public sealed class LiveDetectors
{
    /// <summary>The detectors now, by name. Empty when no model has been trained yet: live but not ready.</summary>
    public IReadOnlyDictionary<string, LiveDetector> All => throw new NotImplementedException();

    /// <summary>Looks at the registry and loads or swaps what has changed. A version that cannot be loaded leaves the present one serving.</summary>
    /// <returns>What could not be loaded, with the reason.</returns>
    public IReadOnlyList<string> Refresh() => throw new NotImplementedException();
}
