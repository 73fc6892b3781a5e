using System.Globalization;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Search;
using Hamf.Pipeline.Registry.Tracking;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Hamf.Server.Pages;

/// <summary>The runs of an experiment: sorted, filtered, to choose two of for comparing.</summary>
internal sealed class ExperimentModel(HamfServices services) : PageModel
{
    private const int PageRows = 50;
    private const int MetricColumns = 6;
    private const int ParamColumns = 4;

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    /// <summary>What must hold, in MLflow's words.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Filter { get; set; }

    /// <summary>What the runs are ordered by, in MLflow's words.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Order { get; set; }

    [BindProperty(SupportsGet = true)]
    public long From { get; set; }

    public Experiment? Experiment { get; private set; }

    public IReadOnlyList<TrackedRun> Runs { get; private set; } = [];

    /// <summary>Metrics that most of these runs have.</summary>
    public IReadOnlyList<string> Metrics { get; private set; } = [];

    /// <summary>Parameters in which these runs differ.</summary>
    public IReadOnlyList<string> Params { get; private set; } = [];

    /// <summary>Where the next page starts, or null.</summary>
    public long? Next { get; private set; }

    /// <summary>What is wrong with filter or order, or null.</summary>
    public string? Problem { get; private set; }

    public IActionResult OnGet()
    {
        if (services.Tracking is not { } tracking || tracking.Tracking.FindExperiment(Id) is not { } experiment)
        {
            return NotFound();
        }

        Experiment = experiment;
        try
        {
            Page<TrackedRun> page = tracking.Tracking.SearchRuns(new RunSearch([Id], new SearchQuery
            {
                Filter = FilterGrammar.ReadFilter(Filter, SearchTarget.Runs),
                Order = FilterGrammar.ReadOrder(string.IsNullOrWhiteSpace(Order) ? [] : [Order], SearchTarget.Runs),
                Max = PageRows,
                Offset = Math.Max(0, From),
            }));
            (Runs, Next) = (page.Items, page.NextOffset);
        }
        catch (RegistryException e)
        {
            Problem = e.Message;
        }

        ChooseColumns();
        return Page();
    }

    /// <summary>The address with another order: falling, then rising.</summary>
    public string Sorted(string field)
    {
        string falling = field + " DESC";
        return Address(Order == falling ? field + " ASC" : falling, 0);
    }

    /// <summary>An arrow at the field that orders.</summary>
    public string Arrow(string field) => Order == field + " DESC" ? " ↓" : Order == field + " ASC" ? " ↑" : "";

    /// <summary>The address of these runs in an order, from one on.</summary>
    public string Address(string? order, long from)
    {
        List<string> parts = [];
        if (!string.IsNullOrEmpty(Filter))
        {
            parts.Add("filter=" + Uri.EscapeDataString(Filter));
        }

        if (!string.IsNullOrEmpty(order))
        {
            parts.Add("order=" + Uri.EscapeDataString(order));
        }

        if (from > 0)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"from={from}"));
        }

        string path = string.Create(CultureInfo.InvariantCulture, $"/experiments/{Id}");
        return parts.Count == 0 ? path : path + "?" + string.Join('&', parts);
    }

    private void ChooseColumns()
    {
        Metrics = [.. Runs.SelectMany(run => run.Metrics.Select(m => m.Key)).CountBy(key => key, StringComparer.Ordinal)
            .OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(MetricColumns).Select(c => c.Key)];
        Params = [.. Runs.SelectMany(run => run.Params).GroupBy(p => p.Key, StringComparer.Ordinal)
            .Where(values => values.Select(p => p.Value).Distinct(StringComparer.Ordinal).Count() > 1)
            .OrderByDescending(values => values.Count()).ThenBy(values => values.Key, StringComparer.Ordinal).Take(ParamColumns).Select(values => values.Key)];
    }
}
