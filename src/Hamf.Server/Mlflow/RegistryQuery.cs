using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Search;

namespace Hamf.Server.Mlflow;

/// <summary>Reads what a search over registered models or versions asks for.</summary>
internal static class RegistryQuery
{
    /// <summary>Reads the fields <c>filter</c>, <c>order_by</c>, <c>max_results</c> and <c>page_token</c>.</summary>
    /// <param name="fields">The call.</param>
    /// <param name="target">What is searched.</param>
    /// <param name="usual">Items of a page where the call says nothing.</param>
    /// <param name="most">Most items of a page.</param>
    public static SearchQuery Read(WireFields fields, SearchTarget target, int usual, int most)
    {
        long max = fields.OptionalLong("max_results") ?? usual;
        if (max < 1)
        {
            throw RegistryException.Invalid($"Invalid value for max_results. It must be a positive integer, but {max} was given.");
        }

        if (max > most)
        {
            // Clients' tests compare the first words, and those of the two searches differ.
            string what = target == SearchTarget.RegisteredModels ? "request parameter max_results" : "max_results";
            throw RegistryException.Invalid($"Invalid value for {what}. It must be at most {most}, but {max} was given.");
        }

        return new SearchQuery
        {
            Filter = FilterGrammar.ReadFilter(fields.OptionalText("filter"), target),
            Order = FilterGrammar.ReadOrder(fields.Texts("order_by"), target),
            Max = (int)max,
            Offset = PageToken.Read(fields.OptionalText("page_token")),
        };
    }
}
