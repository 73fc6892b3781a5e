using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Search;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Server.Mlflow;

/// <summary>Reads searches over logged models, whose orders and datasets are objects.</summary>
internal static class LoggedModelFields
{
    /// <summary>Reads a search.</summary>
    /// <param name="request">The call.</param>
    /// <param name="max">Items of a page.</param>
    /// <param name="mark">What is asked for, as the page token must say it.</param>
    /// <exception cref="Hamf.Pipeline.Registry.RegistryException">Something cannot be searched for; the message names it.</exception>
    public static LoggedModelSearch ReadSearch(WireRequest request, int max, SearchMark mark)
    {
        IReadOnlyList<string> experiments = request.Ids("experiment_ids");
        if (experiments.Count == 0)
        {
            throw WireFault.Missing("experiment_ids");
        }

        IReadOnlyList<WireFields> datasets = request.Objects("datasets");
        if (datasets.Count > MlflowLimits.SearchDatasetsMax)
        {
            throw RegistryException.Invalid($"'datasets' has {datasets.Count} entries; {MlflowLimits.SearchDatasetsMax} are possible.");
        }

        IReadOnlyList<WireFields> orders = request.Objects("order_by");
        return new LoggedModelSearch(
            WireIds.Experiments(experiments),
            [.. datasets.Select(dataset => (dataset.Text("dataset_name"), MetricRules.Optional(dataset.OptionalText("dataset_digest"))))],
            new SearchQuery
            {
                Filter = FilterGrammar.ReadFilter(request.OptionalText("filter"), SearchTarget.LoggedModels),
                Order = FilterGrammar.ReadOrder([.. orders.Select(order => (order.Text("field_name"), order.OptionalBool("ascending") ?? true))], SearchTarget.LoggedModels),
                Max = max,
                Offset = PageToken.Read(request.OptionalText("page_token"), mark),
            })
        {
            OrderDatasets = [.. orders.Select(order => (
                MetricRules.Optional(order.OptionalText("dataset_name")), MetricRules.Optional(order.OptionalText("dataset_digest"))))],
        };
    }

    /// <summary>What a search asks for, in short.</summary>
    public static SearchMark Mark(WireRequest request) => new(
        request.Ids("experiment_ids"),
        [request.OptionalText("filter") ?? string.Empty, .. request.Objects("datasets").SelectMany(Dataset)],
        request.Objects("order_by").SelectMany(order => (string[])[Term(order), .. Dataset(order)]));

    private static string[] Dataset(WireFields fields) => [fields.OptionalText("dataset_name") ?? string.Empty, fields.OptionalText("dataset_digest") ?? string.Empty];

    private static string Term(WireFields order) => order.Text("field_name") + (order.OptionalBool("ascending") == false ? " DESC" : " ASC");
}
