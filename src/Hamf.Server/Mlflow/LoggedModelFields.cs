using Hamf.Pipeline.Registry.Search;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Server.Mlflow;

/// <summary>Reads searches over logged models, whose orders and datasets are objects.</summary>
internal static class LoggedModelFields
{
    /// <summary>Reads a search.</summary>
    /// <exception cref="Hamf.Pipeline.Registry.RegistryException">Something cannot be searched for; the message names it.</exception>
    public static LoggedModelSearch ReadSearch(WireRequest request, int max)
    {
        IReadOnlyList<string> experiments = request.Texts("experiment_ids");
        if (experiments.Count == 0)
        {
            throw WireFault.Missing("experiment_ids");
        }

        IReadOnlyList<WireFields> orders = request.Objects("order_by");
        return new LoggedModelSearch(
            WireIds.Experiments(experiments),
            [.. request.Objects("datasets").Select(dataset => (dataset.Text("dataset_name"), MetricRules.Optional(dataset.OptionalText("dataset_digest"))))],
            new SearchQuery
            {
                Filter = FilterGrammar.ReadFilter(request.OptionalText("filter"), SearchTarget.LoggedModels),
                Order = FilterGrammar.ReadOrder([.. orders.Select(Term)], SearchTarget.LoggedModels),
                Max = max,
                Offset = PageToken.Read(request.OptionalText("page_token")),
            })
        {
            OrderDatasets = [.. orders.Select(order => (
                MetricRules.Optional(order.OptionalText("dataset_name")), MetricRules.Optional(order.OptionalText("dataset_digest"))))],
        };
    }

    private static string Term(WireFields order) => order.Text("field_name") + (order.OptionalBool("ascending") == false ? " DESC" : " ASC");
}
