namespace Hamf.Pipeline.Registry.Search;

/// <summary>What is searched; it decides which fields and comparators a filter may use.</summary>
public enum SearchTarget
{
    /// <summary>Experiments.</summary>
    Experiments,

    /// <summary>Runs.</summary>
    Runs,

    /// <summary>Registered models.</summary>
    RegisteredModels,

    /// <summary>Model versions.</summary>
    ModelVersions,

    /// <summary>Logged models.</summary>
    LoggedModels,
}
