namespace Hamf.Pipeline.Registry.Search;

/// <summary>Which lifecycle stages a search shows.</summary>
public enum LifecycleView
{
    /// <summary>What is not deleted.</summary>
    ActiveOnly,

    /// <summary>What is deleted.</summary>
    DeletedOnly,

    /// <summary>Both.</summary>
    All,
}
