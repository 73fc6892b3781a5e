namespace Hamf.Pipeline.Registry.Tracking;

/// <summary>Whether an experiment or a run is there, or deleted and can be restored.</summary>
public enum LifecycleStage
{
    /// <summary>There.</summary>
    Active,

    /// <summary>Deleted; <c>hamf models gc</c> deletes it for good.</summary>
    Deleted,
}
