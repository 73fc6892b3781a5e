namespace Hamf.Pipeline.Governance;

/// <summary>What can happen to a model version that somebody may want to be told.</summary>
public static class RegistryEventKinds
{
    /// <summary>A version was registered.</summary>
    public const string Created = "model_version.created";

    /// <summary>An alias was pointed at a version.</summary>
    public const string AliasSet = "model_version.alias_set";

    /// <summary>An alias was taken away from a version.</summary>
    public const string AliasRemoved = "model_version.alias_removed";

    /// <summary>A version was moved to another stage.</summary>
    public const string StageMoved = "model_version.stage_moved";

    /// <summary>A version was deleted.</summary>
    public const string Deleted = "model_version.deleted";

    /// <summary>Nothing happened: somebody tries whether a webhook works. Goes to the one that is tried, whatever it asks for.</summary>
    public const string Test = "test";

    /// <summary>All kinds that can be asked for.</summary>
    public static IReadOnlyList<string> All { get; } = [Created, AliasSet, AliasRemoved, StageMoved, Deleted];
}
