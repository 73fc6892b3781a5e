using System.Globalization;
using Hamf.Pipeline.Governance;
using Hamf.Pipeline.Registry;

namespace Hamf.Adapters.Relational.Registry;

/// <summary>Rows of versions. A deleted one is there for its number only, and none of these statements sees it.</summary>
internal static class VersionTable
{
    /// <summary>Columns of <see cref="VersionRow"/>, from the table <c>mv</c>.</summary>
    public const string Columns = """
        mv.model_version_id as Id, mv.name as Name, mv.version as Version, mv.created_at_ms as CreatedMs, mv.updated_at_ms as UpdatedMs, mv.user_id as UserId,
        mv.description as Description, mv.stage as Stage, mv.source as Source, mv.storage_location as StorageLocation, mv.run_id as RunId,
        mv.run_link as RunLink, mv.model_id as ModelId, mv.bundle_digest as BundleDigest, mv.unreadable as Unreadable
        """;

    /// <summary>The number that the next version of a model gets. The model is held (<see cref="ModelTable.Hold"/>).</summary>
    public static long NextNumber(RegistrySql sql, string name) =>
        1 + sql.Scalar<long>("select coalesce(max(version), 0) from model_versions where name = @name", new { name });

    public static RegisteredVersion? Find(RegistrySql sql, string name, long version) => Complete(sql, sql.Rows<VersionRow>(
        $"select {Columns} from model_versions mv where mv.name = @name and mv.version = @version and mv.deleted = 0", new { name, version })) is [var found]
        ? found
        : null;

    /// <summary>The row's id of a version.</summary>
    /// <exception cref="RegistryException">There is none, or it is deleted.</exception>
    public static long Require(RegistrySql sql, string name, long version) =>
        sql.Scalar<long?>("select model_version_id from model_versions where name = @name and version = @version and deleted = 0", new { name, version })
        ?? throw RegistryException.MissingVersion(name, version.ToString(CultureInfo.InvariantCulture));

    /// <summary>The newest version of each stage of each model; by model, then stage.</summary>
    /// <param name="sql">The connection.</param>
    /// <param name="names">The models.</param>
    /// <param name="aliases">Their aliases, by what they point at.</param>
    public static IReadOnlyList<RegisteredVersion> Latest(
        RegistrySql sql, IReadOnlyList<string> names, ILookup<(string Name, long Version), string> aliases) => Complete(sql, sql.RowsOf<VersionRow, string>(
        $"""
        select {Columns} from (
            select m.name as name, s.stage as stage, (
                select max(n.version) from model_versions n where n.name = m.name and n.stage = s.stage and n.deleted = 0) as version
            from registered_models m
            cross join (select 'None' as stage union all select 'Staging' union all select 'Production' union all select 'Archived') s
            where m.name in @ids
        ) newest
        join model_versions mv on mv.name = newest.name and mv.version = newest.version
        """,
        names), row => aliases[(row.Name, row.Version)]).OrderBy(v => v.Name, StringComparer.Ordinal).ThenBy(v => v.Stage).ToArray();

    /// <summary>Adds a version with the next number of its model, which is held.</summary>
    public static RegisteredVersion Insert(RegistrySql sql, NewVersion version, long now)
    {
        long number = version.Version ?? NextNumber(sql, version.Name);
        sql.Execute(
            """
            insert into model_versions(
                name, version, run_id, created_at_ms, updated_at_ms, user_id, description, source, storage_location, run_link, model_id)
            values (@Name, @number, @RunId, @now, @now, @UserId, @Description, @Source, @StorageLocation, @RunLink, @ModelId)
            """,
            new
            {
                version.Name,
                number,
                version.RunId,
                now,
                version.UserId,
                version.Description,
                version.Source,
                version.StorageLocation,
                version.RunLink,
                version.ModelId,
            });
        AddTags(sql, Require(sql, version.Name, number), version.Tags);
        RegistryEvents.Add(sql, RegistryEventKinds.Created, version.Name, number, now, ("run_id", Known(version.RunId)), ("actor", Known(version.UserId)));
        return Find(sql, version.Name, number)!;
    }

    /// <summary>Deletes a version; what stays is its number.</summary>
    public static int Redact(RegistrySql sql, long id, long now)
    {
        sql.Execute("delete from model_version_tags where model_version_id = @id", new { id });
        sql.Execute(
            """
            delete from model_version_metrics where exists (
                select 1 from model_versions mv
                where mv.model_version_id = @id and mv.name = model_version_metrics.name and mv.version = model_version_metrics.version)
            """,
            new { id });
        return sql.Execute(
            """
            update model_versions set deleted = 1, updated_at_ms = @now, description = null, user_id = '', stage = 'None', run_id = '', run_link = '',
                source = '', storage_location = '', model_id = null, bundle_digest = null, state_digest = null, detector_yaml = null, unreadable = null
            where model_version_id = @id
            """,
            new { id, now });
    }

    private static string? Known(string? text) => string.IsNullOrEmpty(text) ? null : text;

    public static void AddTags(RegistrySql sql, long id, IEnumerable<KeyValuePair<string, string>> tags)
    {
        foreach ((string key, string value) in tags)
        {
            sql.Execute(
                """
                insert into model_version_tags(model_version_id, key, value) values (@id, @key, @value)
                on conflict (model_version_id, key) do update set value = excluded.value
                """,
                new { id, key, value });
        }
    }

    /// <summary>Adds tags and aliases; in the order of the rows.</summary>
    public static IReadOnlyList<RegisteredVersion> Complete(RegistrySql sql, IReadOnlyList<VersionRow> rows)
    {
        ILookup<long, (long Id, string Alias)> aliases = AliasesOf(sql, [.. rows.Select(row => row.Id)]);
        return Complete(sql, rows, row => aliases[row.Id].Select(a => a.Alias));
    }

    private static RegisteredVersion[] Complete(RegistrySql sql, IReadOnlyList<VersionRow> rows, Func<VersionRow, IEnumerable<string>> aliasesOf)
    {
        long[] ids = [.. rows.Select(row => row.Id)];
        ILookup<long, (long Id, string Key, string Value)> tags = sql.RowsOf<(long Id, string Key, string Value), long>(
            "select model_version_id, key, value from model_version_tags where model_version_id in @ids order by model_version_id, key", ids).ToLookup(t => t.Id);
        return [.. rows.Select(row => row.ToVersion([.. tags[row.Id].Select(t => KeyValuePair.Create(t.Key, t.Value))], [.. aliasesOf(row)]))];
    }

    /// <summary>Aliases of versions, by row id.</summary>
    public static ILookup<long, (long Id, string Alias)> AliasesOf(RegistrySql sql, IReadOnlyList<long> ids) => sql.RowsOf<(long Id, string Alias), long>(
        """
        select mv.model_version_id, a.alias from model_versions mv join model_aliases a on a.name = mv.name and a.version = mv.version
        where mv.model_version_id in @ids order by mv.model_version_id, a.alias
        """,
        ids).ToLookup(a => a.Id);
}

/// <summary>A version without what other tables hold of it.</summary>
internal sealed record VersionRow(
    long Id, string Name, long Version, long CreatedMs, long UpdatedMs, string UserId, string? Description, string Stage, string Source,
    string StorageLocation, string RunId, string RunLink, string? ModelId, string? BundleDigest, string? Unreadable)
{
    public RegisteredVersion ToVersion(IReadOnlyList<KeyValuePair<string, string>> tags, IReadOnlyList<string> aliases) => new()
    {
        Name = Name,
        Version = (int)Version,
        CreatedMs = CreatedMs,
        UpdatedMs = UpdatedMs,
        UserId = UserId,
        Description = Description,
        Stage = Enum.Parse<VersionStage>(Stage),
        Source = Source,
        StorageLocation = StorageLocation,
        RunId = RunId,
        RunLink = RunLink,
        ModelId = ModelId,
        Aliases = aliases,
        Tags = tags,
        BundleDigest = BundleDigest,
        Unreadable = Unreadable,
    };
}
