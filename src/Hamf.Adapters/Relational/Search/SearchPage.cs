using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Search;

namespace Hamf.Adapters.Relational.Search;

/// <summary>Makes a page of what was found with <see cref="SqlText.AddPage"/>.</summary>
internal static class SearchPage
{
    /// <summary>The page; the row that was asked for beyond it is dropped.</summary>
    public static Page<T> Of<T>(IReadOnlyList<T> found, SearchQuery query) => found.Count > query.Max
        ? new Page<T>([.. found.Take(query.Max)], query.Offset + query.Max)
        : new Page<T>(found, null);
}
