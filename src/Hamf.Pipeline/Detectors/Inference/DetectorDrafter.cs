using System.Globalization;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Detectors.Inference;

/// <summary>Puts the decisions on a file together.</summary>
internal static class DetectorDrafter
{
    private const int FewRows = 200;
    private const int FewPositives = 50;

    public static DetectorDraft Draft(
        TableProfile table, DraftWish wish, LabelChoice label, RoleChoice roles, EntityTraits traits, (string Name, string Source) names)
    {
        var decider = new ColumnDecider(table, wish, label, roles, traits);
        List<DraftColumn> columns = [.. table.Columns.Select(decider.Decide)];

        // The first entity column is the default of 'by'.
        int first = columns.FindIndex(c => c.Profile == roles.Entity);
        if (first > columns.FindIndex(c => c.Spec.Role == ColumnRole.Entity))
        {
            DraftColumn entity = columns[first];
            columns.RemoveAt(first);
            columns.Insert(columns.FindIndex(c => c.Spec.Role == ColumnRole.Entity), entity);
        }

        (DecisionSpec decision, string why) = DecisionChoice.Make(label.BaseRate);
        return new DetectorDraft
        {
            Name = names.Name,
            SourceName = names.Source,
            Table = table,
            Label = label,
            Columns = columns,
            Derived = FeatureProposals.Make(columns),
            Suggested = FeatureProposals.Suggest(columns),
            Decision = decision,
            DecisionWhy = why,
            Warnings = [.. Warnings(table, label, roles, columns)],
        };
    }

    private static IEnumerable<string> Warnings(TableProfile table, LabelChoice label, RoleChoice roles, List<DraftColumn> columns)
    {
        foreach (string warning in roles.Warnings)
        {
            yield return warning;
        }

        if (table.Rows < FewRows)
        {
            yield return Inv($"only {table.Rows:N0} rows: what is inferred from so few is weak, so read every line of the file");
        }

        if (label.Positives > 0 && label.Positives < FewPositives)
        {
            yield return Inv($"only {label.Positives:N0} positive rows: expect a weak detector and metrics with wide error bars");
        }

        if (label.Labelled < table.Rows)
        {
            yield return Inv($"{table.Rows - label.Labelled:N0} of {table.Rows:N0} rows have no label");
        }

        if (table.RaggedRows > 0)
        {
            yield return Inv($"{table.RaggedRows:N0} rows were left out: their number of fields is not the header's");
        }

        if (!columns.Any(c => c.IsModelFeature))
        {
            yield return "no column is left as a feature by itself: look at the ignored ones, or write features";
        }
    }

    private static string Inv(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
