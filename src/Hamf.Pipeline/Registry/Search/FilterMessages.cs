namespace Hamf.Pipeline.Registry.Search;

/// <summary>Refusals of filters and orders. Clients' tests compare their first words.</summary>
internal static class FilterMessages
{
    private const int LongestShown = 100;

    /// <summary>A filter that cannot be taken apart.</summary>
    public static RegistryException Clause(SearchTarget target, string what) => RegistryException.Invalid(
        (target == SearchTarget.LoggedModels ? "Invalid filter string: " : "Invalid clause(s) in filter string: ") + what
        + ". A filter is a list of comparisons joined by AND, such as metrics.auc > 0.9 AND tags.team = 'risk'.");

    /// <summary>An order that cannot be taken apart.</summary>
    public static RegistryException Order(string term, string what) =>
        RegistryException.Invalid($"Invalid order_by clause '{Cut(term)}'. {what}");

    /// <summary>A text for a message: long ones are cut.</summary>
    public static string Cut(string text) => text.Length <= LongestShown ? text : text[..LongestShown] + "...";
}
