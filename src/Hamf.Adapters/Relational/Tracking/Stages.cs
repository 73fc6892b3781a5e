using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Relational.Tracking;

/// <summary>How the stage of an experiment or run is stored.</summary>
internal static class Stages
{
    public const string Active = "active";
    public const string Deleted = "deleted";

    public static LifecycleStage Read(string stored) => stored == Active ? LifecycleStage.Active : LifecycleStage.Deleted;

    public static string Stored(LifecycleStage stage) => stage == LifecycleStage.Active ? Active : Deleted;
}
