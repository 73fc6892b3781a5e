using Hamf.Pipeline.Registry;

namespace Hamf.Adapters.Relational.Registry;

/// <summary>Rows of registered models.</summary>
internal static class ModelTable
{
    /// <summary>Columns of <see cref="ModelRow"/>, from the table <c>m</c>.</summary>
    public const string Columns = "m.name as Name, m.description as Description, m.created_at_ms as CreatedMs, m.updated_at_ms as UpdatedMs";

    /// <summary>Says that a model has changed; nobody else changes it or its versions until the transaction ends.</summary>
    /// <exception cref="RegistryException">There is none of that name.</exception>
    public static void Touch(RegistrySql sql, string name, long now)
    {
        if (sql.Execute("update registered_models set updated_at_ms = @now where name = @name", new { name, now }) == 0)
        {
            throw RegistryException.MissingModel(name);
        }
    }

    /// <summary>As <see cref="Touch"/>, but the model counts as unchanged.</summary>
    public static void Hold(RegistrySql sql, string name)
    {
        if (sql.Execute("update registered_models set updated_at_ms = updated_at_ms where name = @name", new { name }) == 0)
        {
            throw RegistryException.MissingModel(name);
        }
    }

    public static RegisteredModel? Find(RegistrySql sql, string name) =>
        Complete(sql, sql.Rows<ModelRow>($"select {Columns} from registered_models m where m.name = @name", new { name })) is [var found] ? found : null;

    public static IReadOnlyList<KeyValuePair<string, string>> Tags(RegistrySql sql, string name) =>
        [.. sql.Rows<(string Key, string Value)>("select key, value from registered_model_tags where name = @name order by key", new { name })
            .Select(tag => KeyValuePair.Create(tag.Key, tag.Value))];

    /// <summary>Adds tags, aliases and the newest version of each stage; in the order of the rows.</summary>
    public static IReadOnlyList<RegisteredModel> Complete(RegistrySql sql, IReadOnlyList<ModelRow> rows)
    {
        string[] names = [.. rows.Select(row => row.Name)];
        ILookup<string, (string Name, string Key, string Value)> tags = sql.RowsOf<(string Name, string Key, string Value), string>(
            "select name, key, value from registered_model_tags where name in @ids order by name, key", names).ToLookup(t => t.Name);
        ILookup<string, (string Name, string Alias, long Version)> aliases = sql.RowsOf<(string Name, string Alias, long Version), string>(
            "select name, alias, version from model_aliases where name in @ids order by name, alias", names).ToLookup(a => a.Name);
        ILookup<(string, long), string> aliasesOf = aliases.SelectMany(some => some).ToLookup(a => (a.Name, a.Version), a => a.Alias);
        ILookup<string, RegisteredVersion> latest = VersionTable.Latest(sql, names, aliasesOf).ToLookup(v => v.Name);
        return [.. rows.Select(row => new RegisteredModel
        {
            Name = row.Name,
            Description = row.Description,
            CreatedMs = row.CreatedMs,
            UpdatedMs = row.UpdatedMs,
            Tags = [.. tags[row.Name].Select(t => KeyValuePair.Create(t.Key, t.Value))],
            Aliases = [.. aliases[row.Name].Select(a => KeyValuePair.Create(a.Alias, (int)a.Version))],
            LatestVersions = [.. latest[row.Name]],
        })];
    }
}

/// <summary>A registered model without what other tables hold of it.</summary>
internal sealed record ModelRow(string Name, string? Description, long CreatedMs, long UpdatedMs);
