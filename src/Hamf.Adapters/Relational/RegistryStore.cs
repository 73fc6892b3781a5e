using Hamf.Adapters.Relational.Registry;
using Hamf.Pipeline.Governance;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Search;

namespace Hamf.Adapters.Relational;

/// <summary>Registered models and versions, as the registry API sees them. Thread-safe.</summary>
public sealed class RegistryStore(Database database) : IRegistryStore
{
    private long Now => database.Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <inheritdoc/>
    public RegisteredModel CreateModel(string name, string? description, IReadOnlyList<KeyValuePair<string, string>> tags) => Write((sql, now) =>
    {
        int added = sql.Execute(
            """
            insert into registered_models(name, description, created_at_ms, updated_at_ms) values (@name, @description, @now, @now)
            on conflict (name) do nothing
            """,
            new { name, description, now });
        if (added == 0)
        {
            throw Taken(sql, name, Prompts.Is(tags));
        }

        foreach ((string key, string value) in tags)
        {
            SetTag(sql, name, key, value);
        }

        return ModelTable.Find(sql, name)!;
    });

    /// <inheritdoc/>
    public RegisteredModel? FindModel(string name) => Read(sql => ModelTable.Find(sql, name));

    /// <inheritdoc/>
    public RegisteredModel RenameModel(string name, string newName, Action<string>? mayLose = null) => Write((sql, now) =>
    {
        ModelTable.Touch(sql, name, now);
        if (name != newName)
        {
            AliasMoves.CheckLoss(sql, name, null, mayLose);
            if (ModelTable.Find(sql, newName) is not null)
            {
                throw Taken(sql, newName, Prompts.Is(ModelTable.Tags(sql, name)));
            }

            // Tags, versions and aliases follow down their foreign keys; the history has none, because it outlives its model.
            sql.Execute("update registered_models set name = @newName where name = @name", new { name, newName });
            sql.Execute("update model_alias_history set name = @newName where name = @name", new { name, newName });
            sql.Execute("update model_versions set updated_at_ms = @now where name = @newName and deleted = 0", new { newName, now });
        }

        return ModelTable.Find(sql, newName)!;
    });

    /// <inheritdoc/>
    public RegisteredModel DescribeModel(string name, string? description) => Write((sql, now) =>
    {
        ModelTable.Touch(sql, name, now);
        sql.Execute("update registered_models set description = @description where name = @name", new { name, description });
        return ModelTable.Find(sql, name)!;
    });

    /// <inheritdoc/>
    public void DeleteModel(string name, string actor, Action<string>? mayLose = null) => Write((sql, now) =>
    {
        ModelTable.Hold(sql, name);
        AliasMoves.CheckLoss(sql, name, null, mayLose);
        AliasMoves.RemoveAll(sql, name, null, new AliasMove(actor, "the model was deleted", now));
        foreach (long version in sql.Rows<long>("select version from model_versions where name = @name and deleted = 0 order by version", new { name }))
        {
            RegistryEvents.Add(sql, RegistryEventKinds.Deleted, name, version, now, ("actor", actor));
        }

        sql.Execute("delete from model_version_tags where model_version_id in (select model_version_id from model_versions where name = @name)", new { name });
        sql.Execute("delete from model_version_metrics where name = @name", new { name });
        sql.Execute("delete from model_versions where name = @name", new { name });
        sql.Execute("delete from registered_model_tags where name = @name", new { name });
        return sql.Execute("delete from registered_models where name = @name", new { name });
    });

    /// <inheritdoc/>
    public void SetModelTag(string name, string key, string value) => Write((sql, now) =>
    {
        ModelTable.Touch(sql, name, now);
        return SetTag(sql, name, key, value);
    });

    /// <inheritdoc/>
    public void DeleteModelTag(string name, string key) => Write((sql, now) =>
    {
        ModelTable.Touch(sql, name, now);
        return sql.Execute("delete from registered_model_tags where name = @name and key = @key", new { name, key });
    });

    /// <inheritdoc/>
    public Page<RegisteredModel> SearchModels(SearchQuery query) => Read(sql => RegistrySearch.Models(sql, database.Dialect, query));

    /// <inheritdoc/>
    public RegisteredVersion CreateVersion(NewVersion version) => Write((sql, now) =>
    {
        ModelTable.Touch(sql, version.Name, now);
        return VersionTable.Insert(sql, version, now);
    });

    /// <inheritdoc/>
    public RegisteredVersion? FindVersion(string name, int version) => Read(sql => VersionTable.Find(sql, name, version));

    /// <inheritdoc/>
    public RegisteredVersion? FindVersion(string name, string alias) =>
        Read(sql => AliasMoves.VersionOf(sql, name, alias) is { } version ? VersionTable.Find(sql, name, version) : null);

    /// <inheritdoc/>
    public RegisteredVersion DescribeVersion(string name, int version, string? description) => Write((sql, now) =>
    {
        long id = VersionTable.Require(sql, name, version);
        sql.Execute("update model_versions set description = @description, updated_at_ms = @now where model_version_id = @id", new { id, description, now });
        return VersionTable.Find(sql, name, version)!;
    });

    /// <inheritdoc/>
    public RegisteredVersion MoveVersion(string name, int version, VersionStage stage, bool archiveOthers, string actor) => Write((sql, now) =>
    {
        if (archiveOthers && stage is not (VersionStage.Staging or VersionStage.Production))
        {
            throw RegistryException.Invalid(
                $"Model version transition cannot archive existing model versions because '{stage}' is not an Active stage. Valid stages are Staging and Production.");
        }

        long id = VersionTable.Require(sql, name, version);
        ModelTable.Touch(sql, name, now);
        StageMoves.Move(sql, id, stage, actor, now);
        if (archiveOthers)
        {
            StageMoves.ArchiveOthers(sql, name, id, stage, actor, now);
        }

        return VersionTable.Find(sql, name, version)!;
    });

    /// <inheritdoc/>
    public void DeleteVersion(string name, int version, string actor, Action<string>? mayLose = null) => Write((sql, now) =>
    {
        long id = VersionTable.Require(sql, name, version);
        ModelTable.Touch(sql, name, now);
        AliasMoves.CheckLoss(sql, name, version, mayLose);
        AliasMoves.RemoveAll(sql, name, version, new AliasMove(actor, "the version was deleted", now));
        RegistryEvents.Add(sql, RegistryEventKinds.Deleted, name, version, now, ("actor", actor));
        return VersionTable.Redact(sql, id, now);
    });

    /// <inheritdoc/>
    public void SetVersionTag(string name, int version, string key, string value) => Write((sql, _) =>
    {
        VersionTable.AddTags(sql, VersionTable.Require(sql, name, version), [KeyValuePair.Create(key, value)]);
        return 0;
    });

    /// <inheritdoc/>
    public void DeleteVersionTag(string name, int version, string key) => Write((sql, _) => sql.Execute(
        "delete from model_version_tags where model_version_id = @id and key = @key", new { id = VersionTable.Require(sql, name, version), key }));

    /// <inheritdoc/>
    public Page<RegisteredVersion> SearchVersions(SearchQuery query) => Read(sql => RegistrySearch.Versions(sql, database.Dialect, query));

    /// <inheritdoc/>
    public IReadOnlyList<RegisteredVersion> LatestVersions(string name, IReadOnlyList<VersionStage> stages) => Read(sql =>
    {
        RegisteredModel model = ModelTable.Find(sql, name) ?? throw RegistryException.MissingModel(name);
        return stages.Count == 0 ? model.LatestVersions : [.. model.LatestVersions.Where(v => stages.Contains(v.Stage))];
    });

    /// <inheritdoc/>
    public void SetAlias(string name, string alias, int version, string actor, string reason) => Write((sql, now) =>
    {
        ModelTable.Touch(sql, name, now);
        VersionTable.Require(sql, name, version);
        AliasMoves.Set(sql, name, alias, version, new AliasMove(actor, reason, now));
        return 0;
    });

    /// <inheritdoc/>
    public void DeleteAlias(string name, string alias, string actor) => Write((sql, now) =>
    {
        ModelTable.Touch(sql, name, now);
        AliasMoves.Remove(sql, name, alias, new AliasMove(actor, "taken away", now));
        return 0;
    });

    /// <inheritdoc/>
    public void Adopt(string name, int version, string bundleDigest, string detectorYaml) => Write((sql, now) => sql.Execute(
        """
        update model_versions set bundle_digest = @bundleDigest, detector_yaml = @detectorYaml, unreadable = null, updated_at_ms = @now
        where model_version_id = @id
        """,
        new { id = VersionTable.Require(sql, name, version), bundleDigest, detectorYaml, now }));

    /// <inheritdoc/>
    public void MarkUnreadable(string name, int version, string reason) => Write((sql, _) => sql.Execute(
        "update model_versions set unreadable = @reason where model_version_id = @id", new { id = VersionTable.Require(sql, name, version), reason }));

    /// <inheritdoc/>
    public IReadOnlyList<UnadoptedVersion> Unadopted(long after, int max) => Read(sql => sql
        .Rows<(long Id, string Name, long Version)>(
            """
            select v.model_version_id, v.name, v.version from model_versions v
            where v.model_version_id > @after and v.deleted = 0 and v.bundle_digest is null and v.unreadable is null
                and not exists (select 1 from registered_model_tags t where t.name = v.name and t.key = @prompt)
            order by v.model_version_id limit @max
            """,
            new { after, max, prompt = Prompts.Tag })
        .ConvertAll(v => new UnadoptedVersion(v.Id, v.Name, (int)v.Version)));

    private static int SetTag(RegistrySql sql, string name, string key, string value) => sql.Execute(
        """
        insert into registered_model_tags(name, key, value) values (@name, @key, @value)
        on conflict (name, key) do update set value = excluded.value
        """,
        new { name, key, value });

    // Models and prompts share their names; who meets one of the other kind is told so.
    private static RegistryException Taken(RegistrySql sql, string name, bool isPrompt)
    {
        bool other = Prompts.Is(ModelTable.Tags(sql, name));
        return RegistryException.Exists((isPrompt, other) switch
        {
            (false, false) => $"Registered Model (name={name}) already exists",
            (true, true) => $"Prompt (name={name}) already exists",
            (true, false) => $"Tried to create a prompt with name '{name}', but the name is already taken by a registered model.",
            (false, true) => $"Tried to create a registered model with name '{name}', but the name is already taken by a prompt.",
        });
    }

    private T Read<T>(Func<RegistrySql, T> work) => database.Read(connection => work(new RegistrySql(connection, null)));

    private T Write<T>(Func<RegistrySql, long, T> work) => database.Write(transaction => work(new RegistrySql(transaction), Now));
}
