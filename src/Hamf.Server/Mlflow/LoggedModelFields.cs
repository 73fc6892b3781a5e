using Hamf.Pipeline.Registry.Search;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Server.Mlflow;

/// <summary>Reads searches over logged models, whose orders and datasets are objects.</summary>
internal static class LoggedModelFields
{
    /// <summary>What tokens of a search's pages hold of it.</summary>
    public static PageMark[] Marks(WireRequest request) =>
    [
        PageMark.Of("experiments", string.Join(',', request.Ids("experiment_ids")), "Experiment IDs in the page token do not match"),
        PageMark.Of("order", request.Field("order_by")?.GetRawText() ?? "", "Order by in the page token does not match"),
        PageMark.Of("filter", request.OptionalText("filter") ?? "", "Filter string in the page token does not match"),
    ];

    /// <summary>Reads a search.</summary>
    /// <exception cref="Hamf.Pipeline.Registry.RegistryException">Something cannot be searched for; the message names it.</exception>
    public static LoggedModelSearch ReadSearch(WireRequest request, int max)
    {
        IReadOnlyList<string> experiments = request.Ids("experiment_ids");
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
                Order = FilterGrammar.ReadOrder([.. orders.Select(order => (order.Text("field_name"), order.OptionalBool("ascending") ?? true))], SearchTarget.LoggedModels),
                Max = max,
                Offset = PageToken.Read(request.OptionalText("page_token"), Marks(request)),
            })
        {
            OrderDatasets = [.. orders.Select(order => (
                MetricRules.Optional(order.OptionalText("dataset_name")), MetricRules.Optional(order.OptionalText("dataset_digest"))))],
        };
    }
}
