namespace Hamf.Pipeline.Registry.Search;

/// <summary>What every search asks for. The grammar checks its fields before a store sees it.</summary>
public sealed record SearchQuery
{
    /// <summary>What must hold; all of it.</summary>
    public IReadOnlyList<SearchClause> Filter { get; init; } = [];

    /// <summary>The order; the store adds its own tie-breakers.</summary>
    public IReadOnlyList<SearchOrder> Order { get; init; } = [];

    /// <summary>Which lifecycle stages; only experiments and runs have them.</summary>
    public LifecycleView View { get; init; } = LifecycleView.ActiveOnly;

    /// <summary>Most items of the page; 1 or more.</summary>
    public required int Max { get; init; }

    /// <summary>How many items come before the page.</summary>
    public long Offset { get; init; }
}
