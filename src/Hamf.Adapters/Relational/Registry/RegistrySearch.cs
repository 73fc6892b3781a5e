using Hamf.Adapters.Relational.Search;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Search;

namespace Hamf.Adapters.Relational.Registry;

/// <summary>Searches over registered models and versions. Prompts are shown to those who ask for them by their tag.</summary>
internal static class RegistrySearch
{
    private const int RareMax = 1_000;

    private static readonly SearchTable ModelFields = new()
    {
        Attributes = new Dictionary<string, SearchColumn>
        {
            ["name"] = new("m.name"),
            ["last_updated_timestamp"] = new("m.updated_at_ms", IsNumeric: true),
        },
        Tags = new SearchValues("registered_model_tags", "{0}.name = m.name"),
    };

    private static readonly SearchTable VersionFields = new()
    {
        Attributes = new Dictionary<string, SearchColumn>
        {
            ["name"] = new("mv.name"),
            ["version_number"] = new("mv.version", IsNumeric: true),
            ["run_id"] = new("mv.run_id"),
            ["source_path"] = new("mv.source"),
            ["model_id"] = new("mv.model_id", IsNullable: true),
            ["creation_timestamp"] = new("mv.created_at_ms", IsNumeric: true),
            ["last_updated_timestamp"] = new("mv.updated_at_ms", IsNumeric: true),
        },
        Tags = new SearchValues("model_version_tags", "{0}.model_version_id = mv.model_version_id"),
    };

    public static Page<RegisteredModel> Models(RegistrySql sql, SqlDialect dialect, SearchQuery query)
    {
        SqlText text = new SqlText(dialect).Add($"select {ModelTable.Columns} from registered_models m where 1 = 1");
        AddFilter(text, ModelFields, query.Filter);
        text.AddOrder(ModelFields, query.Order, dialect.Search.TextOrder("m.name")).AddPage(query);
        Page<ModelRow> page = SearchPage.Of(sql.Rows<ModelRow>(text.ToString(), text.Parameters), query);
        return new Page<RegisteredModel>(ModelTable.Complete(sql, page.Items), page.NextOffset);
    }

    public static Page<RegisteredVersion> Versions(RegistrySql sql, SqlDialect dialect, SearchQuery query)
    {
        SqlText text = new SqlText(dialect).Add($"select {VersionTable.Columns} from model_versions mv where mv.deleted = 0");
        AddFilter(text, VersionFields, query.Filter);
        AddRareTags(text, sql, query.Filter);
        string ties = $"{dialect.Search.TextOrder("mv.name")}, mv.version desc";
        text.AddOrder(VersionFields, query.Order, query.Order.Count == 0 ? "mv.updated_at_ms desc, " + ties : ties).AddPage(query);
        Page<VersionRow> page = SearchPage.Of(sql.Rows<VersionRow>(text.ToString(), text.Parameters), query);
        return new Page<RegisteredVersion>(VersionTable.Complete(sql, page.Items), page.NextOffset);
    }

    private static void AddFilter(SqlText text, SearchTable table, IReadOnlyList<SearchClause> clauses)
    {
        text.AddWhere(table, clauses.Where(clause => !AsksForPrompts(clause, out _)));
        bool wantsPrompts = clauses.Any(clause => AsksForPrompts(clause, out bool wanted) && wanted);
        bool wantsOthers = clauses.Any(clause => AsksForPrompts(clause, out bool wanted) && !wanted);
        string isPrompt = SearchFilter.Condition(
            text, table, new SearchClause(new SearchField(FieldKind.Tag, Prompts.Tag), Comparator.ILike, "true", null, []));
        text.Add(wantsPrompts ? $" and {isPrompt}" : string.Empty).Add(wantsOthers || !wantsPrompts ? $" and not {isPrompt}" : string.Empty);
    }

    // Where few versions have a tag, they are found by it; where many have, the first page of all versions in their order has enough of them. The
    // databases cannot tell one from the other: of 100,000 versions with a tag of one of them they read all.
    private static void AddRareTags(SqlText text, RegistrySql sql, IReadOnlyList<SearchClause> clauses)
    {
        foreach (SearchClause clause in clauses.Where(c => c.Field.Kind == FieldKind.Tag && c.Comparator == Comparator.Equal && c.Field.Key != Prompts.Tag))
        {
            long found = sql.Scalar<long>(
                $"select count(*) from (select 1 from model_version_tags t where {TagMatch("@key", "@value")} limit {RareMax + 1}) few",
                new { key = clause.Field.Key, value = clause.Text });
            if (found <= RareMax)
            {
                string match = TagMatch(text.Parameter(clause.Field.Key), text.Parameter(clause.Text!));
                text.Add($" and mv.model_version_id in (select t.model_version_id from model_version_tags t where {match})");
            }
        }
    }

    // Only what the index knows: the filter itself compares the rest. With `t.value = ...` beside it SQLite puts that value in the place of t.value and no
    // longer sees the indexed expression.
    private static string TagMatch(string key, string value) => $"t.key = {key} and substr(t.value, 1, 100) = substr({value}, 1, 100)";

    // The tag says yes or no also where it is missing, unlike all other tags.
    private static bool AsksForPrompts(SearchClause clause, out bool wanted)
    {
        bool isTrue = "true".Equals(clause.Text, StringComparison.OrdinalIgnoreCase);
        wanted = clause.Comparator == Comparator.NotEqual ? !isTrue : isTrue;
        return clause.Field == new SearchField(FieldKind.Tag, Prompts.Tag) && clause.Comparator is (Comparator.Equal or Comparator.NotEqual);
    }
}
