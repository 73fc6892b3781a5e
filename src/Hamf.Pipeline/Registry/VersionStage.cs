namespace Hamf.Pipeline.Registry;

/// <summary>The legacy stage of a version. Moving a stage never moves an alias.</summary>
public enum VersionStage
{
    /// <summary>None was given.</summary>
    None,

    /// <summary>On trial.</summary>
    Staging,

    /// <summary>In use.</summary>
    Production,

    /// <summary>No longer in use.</summary>
    Archived,
}
