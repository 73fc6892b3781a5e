using Hamf.Pipeline.Registry.Search;

namespace Hamf.Server.Mlflow;

/// <summary>Reads what every search asks for.</summary>
internal static class WireSearch
{
    /// <summary>Reads filter, order, view and page of a search.</summary>
    /// <param name="request">The call.</param>
    /// <param name="target">What is searched.</param>
    /// <param name="viewField">The field of the lifecycle view, or null where there is none.</param>
    /// <param name="max">Items of a page.</param>
    /// <exception cref="Hamf.Pipeline.Registry.RegistryException">Something cannot be searched for; the message names it.</exception>
    public static SearchQuery Read(WireRequest request, SearchTarget target, string? viewField, int max) => new()
    {
        Filter = FilterGrammar.ReadFilter(request.OptionalText("filter"), target),
        Order = FilterGrammar.ReadOrder(request.Texts("order_by"), target),
        View = (viewField is null ? null : request.OptionalEnum(viewField, WireWords.Views)) ?? LifecycleView.ActiveOnly,
        Max = max,
        Offset = PageToken.Read(request.OptionalText("page_token")),
    };

    /// <summary>Reads <c>max_results</c>.</summary>
    /// <param name="request">The call.</param>
    /// <param name="fallback">What holds when it is missing.</param>
    /// <param name="max">Most that is accepted.</param>
    /// <param name="min">Least that is accepted.</param>
    public static int Max(WireRequest request, int fallback, int max, int min = 1)
    {
        long asked = request.OptionalLong("max_results") ?? fallback;
        return asked < min ? throw WireFault.Invalid("max_results", asked, $"It must be a positive integer, but got {asked}.")
            : asked > max ? throw WireFault.Invalid("max_results", asked, $"It must be at most {max}, but got {asked}.")
            : (int)asked;
    }
}
