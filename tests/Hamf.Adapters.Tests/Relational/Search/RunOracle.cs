using System.Text.RegularExpressions;
using Hamf.Pipeline.Registry.Search;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Tests.Relational.Search;

/// <summary>What a search finds, by looking at every run: slow and obvious.</summary>
internal static class RunOracle
{
    /// <summary>The ids of the page, and whether there is a next one.</summary>
    public static (List<string> Ids, bool HasNext) Search(IEnumerable<TrackedRun> runs, RunSearch search)
    {
        SearchQuery query = search.Query;
        List<TrackedRun> found = [.. runs.Where(run => search.ExperimentIds.Contains(run.ExperimentId)
            && (query.View == LifecycleView.All || (query.View == LifecycleView.ActiveOnly) == (run.Stage == LifecycleStage.Active))
            && query.Filter.All(clause => Fits(run, clause)))];
        found.Sort((a, b) => Compare(a, b, query.Order));
        return ([.. found.Skip((int)query.Offset).Take(query.Max).Select(run => run.RunId)], found.Count > query.Offset + query.Max);
    }

    private static bool Fits(TrackedRun run, SearchClause clause)
    {
        object? value = Value(run, clause.Field);
        return clause.Field.Kind == FieldKind.Dataset ? DatasetTexts(run, clause.Field.Key).Any(text => FitsText(text, clause))
            : clause.Comparator == Comparator.IsNull ? value is null
            : clause.Comparator == Comparator.IsNotNull ? value is not null
            : value switch
            {
                null => false,
                string text => FitsText(text, clause),
                _ => FitsNumber(Convert.ToDouble(value, null), clause.Comparator, clause.Number!.Value),
            };
    }

    private static bool FitsNumber(double value, Comparator comparator, double other) => comparator switch
    {
        Comparator.Equal => value == other,
        Comparator.NotEqual => value != other,
        Comparator.Less => value < other,
        Comparator.LessOrEqual => value <= other,
        Comparator.Greater => value > other,
        _ => value >= other,
    };

    private static bool FitsText(string value, SearchClause clause) => clause.Comparator switch
    {
        Comparator.Equal => value == clause.Text,
        Comparator.NotEqual => value != clause.Text,
        Comparator.In => clause.Texts.Contains(value),
        Comparator.NotIn => !clause.Texts.Contains(value),
        Comparator.Like => IsLike(value, clause.Text!),
        _ => IsLike(value.ToLowerInvariant(), clause.Text!.ToLowerInvariant()),
    };

    private static bool IsLike(string value, string pattern) => Regex.IsMatch(
        value,
        "^" + string.Concat(pattern.Select(c => c == '%' ? ".*" : c == '_' ? "." : Regex.Escape(c.ToString()))) + "\\z",
        RegexOptions.Singleline | RegexOptions.CultureInvariant);

    private static int Compare(TrackedRun a, TrackedRun b, IReadOnlyList<SearchOrder> orders)
    {
        foreach (SearchOrder order in orders)
        {
            object? x = Value(a, order.Field), y = Value(b, order.Field);
            int byRank = Rank(x).CompareTo(Rank(y));
            int byValue = byRank != 0 || Rank(x) > 0 ? 0
                : x is string text ? string.CompareOrdinal(text, (string)y!) : Convert.ToDouble(x, null).CompareTo(Convert.ToDouble(y, null));
            int compared = byRank != 0 ? byRank : order.IsAscending ? byValue : -byValue;
            if (compared != 0)
            {
                return compared;
            }
        }

        return a.StartMs != b.StartMs ? b.StartMs.CompareTo(a.StartMs) : string.CompareOrdinal(a.RunId, b.RunId);
    }

    private static int Rank(object? value) => value is null ? 2 : value is double.NaN ? 1 : 0;

    private static object? Value(TrackedRun run, SearchField field) => field.Kind switch
    {
        FieldKind.Metric => run.Metrics.Where(m => m.Key == field.Key).Select(m => (object?)m.Value).FirstOrDefault(),
        FieldKind.Param => run.Params.Where(p => p.Key == field.Key).Select(p => p.Value).FirstOrDefault(),
        FieldKind.Tag => run.Tags.Where(t => t.Key == field.Key).Select(t => t.Value).FirstOrDefault(),
        FieldKind.Dataset => null,
        _ => field.Key switch
        {
            "run_id" => run.RunId,
            "run_name" => run.Name,
            "user_id" => run.UserId,
            "status" => run.Status.ToString().ToUpperInvariant(),
            "artifact_uri" => run.ArtifactUri,
            "start_time" => run.StartMs,
            _ => run.EndMs,
        },
    };

    private static IEnumerable<string> DatasetTexts(TrackedRun run, string key) => key switch
    {
        "name" => run.DatasetInputs.Select(d => d.Name),
        "digest" => run.DatasetInputs.Select(d => d.Digest),
        _ => run.DatasetInputs.SelectMany(d => d.Tags).Where(t => t.Key == "mlflow.data.context").Select(t => t.Value),
    };
}
