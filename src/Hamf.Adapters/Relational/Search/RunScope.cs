using System.Globalization;
using Hamf.Pipeline.Registry.Search;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Relational.Search;

/// <summary>Which runs a search looks at: those of some experiments, in some stages.</summary>
/// <param name="Experiments">The experiments, as a condition of what follows a column of their ids; numbers only.</param>
/// <param name="Stage">The condition on the runs' stage, or empty.</param>
/// <param name="HasOneExperiment">Whether it is one experiment.</param>
internal sealed record RunScope(string Experiments, string Stage, bool HasOneExperiment)
{
    /// <summary>The condition on <c>r</c>.</summary>
    public string OfRuns => $"r.experiment_id {Experiments}{Stage}";

    public static RunScope Of(RunSearch search)
    {
        string[] ids = [.. search.ExperimentIds.Distinct().Select(id => id.ToString(CultureInfo.InvariantCulture))];
        string stage = search.Query.View switch
        {
            LifecycleView.ActiveOnly => " and r.lifecycle_stage = 'active'",
            LifecycleView.DeletedOnly => " and r.lifecycle_stage = 'deleted'",
            _ => string.Empty,
        };
        return new RunScope(ids.Length == 1 ? $"= {ids[0]}" : $"in ({string.Join(',', ids)})", stage, ids.Length == 1);
    }
}
