using System.Globalization;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Detectors.Inference;

/// <summary>A feature that <c>init</c> proposes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Expression">Its expression.</param>
/// <param name="Why">What it shows.</param>
internal sealed record FeatureProposal(string Name, string Expression, string Why);

/// <summary>All expressions that <c>init</c> writes: the one place that knows the feature language.</summary>
internal sealed class FeatureProposals
{
    private const int MaxPlaces = 2;

    private readonly Dictionary<string, FeatureProposal> _proposals = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<DraftColumn> _columns;

    private FeatureProposals(IReadOnlyList<DraftColumn> columns) => _columns = columns;

    /// <summary>The derived features for the columns; those that are features as they are come first and are not listed here.</summary>
    public static IReadOnlyList<FeatureProposal> Make(IReadOnlyList<DraftColumn> columns)
    {
        var proposals = new FeatureProposals(columns);
        proposals.AddCalendar();
        proposals.AddDistance();
        proposals.AddUrls();
        proposals.AddWindows();
        return [.. proposals._proposals.Values];
    }

    /// <summary>Lines to take in by hand: features that need verdicts in time.</summary>
    public static IReadOnlyList<FeatureProposal> Suggest(IReadOnlyList<DraftColumn> columns)
    {
        string? label = columns.FirstOrDefault(c => c.Spec.Role == ColumnRole.Label)?.Spec.Name;
        return columns.Any(c => c.Spec.Role == ColumnRole.Time) && label is not null
            ? [.. Places(columns).Select(c => new FeatureProposal(
                $"{c.Profile.Words.Plain}_risk_30d", $"mean({Of(label)}) over 30d by {Of(c.Spec.Name)} delay 7d",
                $"share of positives at this {c.Spec.Name}, if verdicts arrive within 7 days"))]
            : [];
    }

    private DraftColumn? Time => _columns.FirstOrDefault(c => c.Spec.Role == ColumnRole.Time);

    private void AddCalendar()
    {
        if (Time is null)
        {
            return;
        }

        string time = Of(Time.Spec.Name);
        if (Time.Spec.Type == ColumnType.Time)
        {
            Add("hour", $"hour({time})", "hour of the day, 0 to 23");
        }

        Add("day_of_week", $"day_of_week({time})", "day of the week");
        foreach (DraftColumn birth in _columns.Where(c => c.Spec is { Role: ColumnRole.Feature, Type: ColumnType.Date }))
        {
            Add("age_years", $"age_years({Of(birth.Spec.Name)}, {time})", "age at the event");
        }
    }

    private void AddDistance()
    {
        List<DraftColumn> free = [.. _columns.Where(c => c.Spec.Role == ColumnRole.Feature && c.Spec.Type == ColumnType.Number && !c.IsModelFeature)];
        List<(DraftColumn Lat, DraftColumn Lon)> positions =
        [
            .. from lat in free.Where(c => c.Profile.Words.IsLatitude)
               from lon in free.Where(c => c.Profile.Words.IsLongitude)
               where lat.Profile.Words.PositionOf == lon.Profile.Words.PositionOf
               select (lat, lon),
        ];
        if (positions.Count == 2)
        {
            string a = $"{Of(positions[0].Lat.Spec.Name)}, {Of(positions[0].Lon.Spec.Name)}";
            string b = $"{Of(positions[1].Lat.Spec.Name)}, {Of(positions[1].Lon.Spec.Name)}";
            Add("distance_km", $"haversine_km({a}, {b})", "distance between the two positions, in km");
        }
    }

    private void AddUrls()
    {
        foreach (DraftColumn url in _columns.Where(c => c.Spec is { Role: ColumnRole.Feature, Type: ColumnType.Text } && c.Profile.IsUrl))
        {
            string column = Of(url.Spec.Name);
            foreach ((string part, string why) in (ReadOnlySpan<(string, string)>)
                [
                    ("length", "characters"), ("host_length", "characters of the host"), ("path_length", "characters of the path"),
                    ("dots", "dots"), ("hyphens", "hyphens"), ("digits", "digits"), ("params", "parameters"), ("entropy", "entropy in bits"),
                    ("is_https", "https or not"), ("is_ip", "an address instead of a name"), ("tld", "last part of the host"),
                ])
            {
                Add($"{url.Profile.Words.Plain}_{part}", $"url_{part}({column})", why);
            }
        }
    }

    private void AddWindows()
    {
        DraftColumn? entity = _columns.FirstOrDefault(c => c.Spec.Role == ColumnRole.Entity);
        if (Time is null || entity is null)
        {
            return;
        }

        // The first entity column is the default of 'by'; it is written out where the schema has several.
        string by = _columns.Count(c => c.Spec.Role == ColumnRole.Entity) > 1 ? $" by {Of(entity.Spec.Name)}" : "";
        string who = entity.Spec.Name;
        Add("events_1h", $"count() over 1h{by}", $"events of the same {who} in the last hour");
        Add("events_24h", $"count() over 24h{by}", $"events of the same {who} in the last day");
        Add("seconds_since_last", $"time_since_last(){by}", $"time since the last event of the same {who}");
        if (Amount() is { } amount)
        {
            string value = Of(amount.Spec.Name);
            string name = amount.Profile.Words.Plain;
            Add($"{name}_sum_24h", $"sum({value}) over 24h{by}", $"sum of the last day for the same {who}");
            Add($"{name}_max_7d", $"max({value}) over 7d{by}", $"largest of the last week for the same {who}");
            Add($"{name}_to_mean_30d", $"{value} / (mean({value}) over 30d{by})", $"this {value} against the usual one of the same {who}");
        }

        foreach (DraftColumn place in Places(_columns))
        {
            string column = Of(place.Spec.Name);
            Add($"{place.Profile.Words.Plain}_is_new", $"not (seen_before({column}) over 90d{by})", $"the first event of this {who} there in 90 days");
            Add($"{place.Profile.Words.Plain}_events_24h", $"count() over 24h by {column}", $"events there in the last day, of anybody");
        }
    }

    private DraftColumn? Amount() => _columns
        .Where(c => c.IsModelFeature && c.Spec.Type == ColumnType.Number && c.Profile.Words.IsAmount)
        .MinBy(c => c.Profile.Name.Contains("am", StringComparison.OrdinalIgnoreCase) ? 0 : 1);

    /// <summary>Other sides of an event: second entities, and categories that are named like a place of sale.</summary>
    private static IEnumerable<DraftColumn> Places(IReadOnlyList<DraftColumn> columns) => columns
        .Where(c => c.Spec.Role == ColumnRole.Entity).Skip(1)
        .Concat(columns.Where(c => c.Spec is { Role: ColumnRole.Feature, Type: ColumnType.Text } && c.Profile.Words.IsPlace && !c.Profile.IsUrl))
        .Take(MaxPlaces);

    private void Add(string name, string expression, string why)
    {
        string free = name;
        for (int i = 2; _proposals.ContainsKey(free) || _columns.Any(c => c.Spec.Name == free); i++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{name}_{i}");
        }

        _proposals[free] = new FeatureProposal(free, expression, why);
    }

    private static string Of(string column) => ColumnExpression.Of(column);
}
