using Hamf.Adapters.Relational.Registry;
using Hamf.Pipeline.Governance;
using Hamf.Pipeline.Registry;

namespace Hamf.Adapters.Relational;

/// <summary>Registered models, versions and aliases in the relational database, as those see them who train, import and serve. Thread-safe.</summary>
public sealed class ModelStore(Database database) : IModelStore
{
    private const string Registrar = "registry";

    private long Now => database.Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <inheritdoc/>
    public ModelVersion Register(ModelVersion version, bool mayServe = true)
    {
        ArgumentNullException.ThrowIfNull(version);
        int number = database.Write(transaction =>
        {
            var sql = new RegistrySql(transaction);
            long now = Now;
            sql.Execute(
                "insert into registered_models(name, created_at_ms, updated_at_ms) values (@Name, @now, @now) on conflict (name) do nothing",
                new { version.Name, now });
            ModelTable.Touch(sql, version.Name, now);
            long next = Insert(sql, version, now);
            if (mayServe)
            {
                GiveAlias(sql, version.Name, next, now);
            }

            return (int)next;
        });
        return Find(new ModelReference(version.Name, null, number))!;
    }

    /// <inheritdoc/>
    public ModelVersion? Find(ModelReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return Select(
            reference.Version is not null
                ? "mv.name = @Name and mv.version = @Version"
                : "mv.name = @Name and mv.version = (select a.version from model_aliases a where a.name = @Name and a.alias = @Alias)",
            new { reference.Name, reference.Alias, reference.Version }).FirstOrDefault();
    }

    /// <inheritdoc/>
    public IReadOnlyList<ModelVersion> List(string? name) => Select(name is null ? "1 = 1" : "mv.name = @name", new { name });

    /// <inheritdoc/>
    public IReadOnlyList<ModelVersion> Newest(string name, int max) => Select("mv.name = @name", new { name, max }, " limit @max");

    /// <inheritdoc/>
    public Page<string> Names(long offset, int max) => database.Read(connection =>
    {
        List<string> names = new RegistrySql(connection, null).Rows<string>(
            """
            select m.name from registered_models m
            where exists (select 1 from model_versions mv where mv.name = m.name and mv.bundle_digest is not null)
            order by m.name limit @most offset @offset
            """,
            new { most = max + 1L, offset });
        return new Page<string>([.. names.Take(max)], names.Count > max ? offset + max : null);
    });

    /// <inheritdoc/>
    public IReadOnlyList<ModelSummary> Summaries() => database.Read(connection =>
    {
        var sql = new RegistrySql(connection, null);
        ILookup<string, (string Name, string Alias, long Version)> aliased = sql.Rows<(string Name, string Alias, long Version)>(
            """
            select a.name, a.alias, a.version from model_aliases a join model_versions mv on mv.name = a.name and mv.version = a.version
            where a.alias in (@Champion, @Challenger) and mv.bundle_digest is not null
            """,
            new { ModelReference.Champion, ModelReference.Challenger }).ToLookup(a => a.Name);
        int? VersionOf(string name, string alias) => aliased[name].Where(a => a.Alias == alias).Select(a => (int?)a.Version).FirstOrDefault();
        return sql
            .Rows<(string Name, long Latest, long Versions)>(
                "select name, max(version), count(*) from model_versions where bundle_digest is not null group by name order by name")
            .ConvertAll(m => new ModelSummary(
                m.Name, VersionOf(m.Name, ModelReference.Champion), VersionOf(m.Name, ModelReference.Challenger), (int)m.Latest, (int)m.Versions));
    });

    /// <inheritdoc/>
    public IReadOnlyList<Champion> Champions() => database.Read(connection => new RegistrySql(connection, null)
        .Rows<(string Name, long Version, string BundleDigest, long SinceMs)>(
            """
            select a.name, a.version, mv.bundle_digest, m.created_at_ms from model_aliases a
            join model_versions mv on mv.name = a.name and mv.version = a.version join registered_models m on m.name = a.name
            where a.alias = @alias and mv.bundle_digest is not null order by a.name
            """,
            new { alias = ModelReference.Champion })
        .ConvertAll(champion => new Champion(champion.Name, (int)champion.Version, champion.BundleDigest, DateTimeOffset.FromUnixTimeMilliseconds(champion.SinceMs))));

    /// <inheritdoc/>
    public bool HasVersion(string? name) => database.Read(connection => new RegistrySql(connection, null).Scalar<long>(
        $"select count(*) from (select 1 from model_versions where bundle_digest is not null{(name is null ? "" : " and name = @name")} limit 1) found",
        new { name })) > 0;

    /// <inheritdoc/>
    public void SetAlias(string name, string alias, int version, string actor, string reason) => database.Write(transaction =>
    {
        var sql = new RegistrySql(transaction);
        long found = sql.Scalar<long>(
            "select count(*) from model_versions where name = @name and version = @version and bundle_digest is not null", new { name, version });
        if (found == 0)
        {
            throw new KeyNotFoundException($"There is no model version {name}/{version}.");
        }

        long now = Now;
        ModelTable.Touch(sql, name, now);
        Point(sql, name, alias, version, new AliasMove(actor, reason, now));
        return 0;
    });

    /// <inheritdoc/>
    public IReadOnlyList<AliasChange> History(string name, string alias) =>
        database.Read(connection => AliasMoves.History(new RegistrySql(connection, null), name, alias));

    private static long Insert(RegistrySql sql, ModelVersion version, long now)
    {
        long next = VersionTable.NextNumber(sql, version.Name);
        string source = $"runs:/{version.RunId}/model";
        string? artifacts = sql.Scalar<string?>("select artifact_uri from runs where run_id = @RunId", new { version.RunId });
        string location = artifacts is null ? source : artifacts + "/model";
        sql.Execute(
            """
            insert into model_versions(
                name, version, run_id, bundle_digest, state_digest, detector_yaml, created_at_ms, updated_at_ms, source, storage_location)
            values (@Name, @next, @RunId, @BundleDigest, @StateDigest, @DetectorYaml, @now, @now, @source, @location)
            """,
            new { version.Name, next, version.RunId, version.BundleDigest, version.StateDigest, version.DetectorYaml, now, source, location });
        foreach ((string key, double value) in version.Metrics)
        {
            sql.Execute(
                "insert into model_version_metrics(name, version, key, value, is_nan) values (@Name, @next, @key, @number, @isNan)",
                new { version.Name, next, key, number = StoredNumber.Value(value), isNan = StoredNumber.IsNan(value) });
        }

        RegistryEvents.Add(sql, RegistryEventKinds.Created, version.Name, next, now, ("run_id", version.RunId), ("actor", Registrar));
        return next;
    }

    private static void GiveAlias(RegistrySql sql, string name, long version, long now)
    {
        bool isFirst = AliasMoves.VersionOf(sql, name, ModelReference.Champion) is null;
        Point(
            sql, name, isFirst ? ModelReference.Champion : ModelReference.Challenger, version,
            new AliasMove(Registrar, isFirst ? "first version" : "newest version", now));
    }

    // A version that has become champion no longer waits for it.
    private static void Point(RegistrySql sql, string name, string alias, long version, AliasMove move)
    {
        AliasMoves.Set(sql, name, alias, version, move);
        if (alias == ModelReference.Champion && AliasMoves.VersionOf(sql, name, ModelReference.Challenger) == version)
        {
            AliasMoves.Remove(sql, name, ModelReference.Challenger, move with { Reason = "became champion" });
        }
    }

    private ModelVersion[] Select(string where, object parameters, string limit = "") => database.Read(connection =>
    {
        var sql = new RegistrySql(connection, null);
        List<BundleRow> rows = sql.Rows<BundleRow>(
            $"""
            select mv.model_version_id as Id, mv.name as Name, mv.version as Version, mv.run_id as RunId, mv.bundle_digest as BundleDigest,
                mv.state_digest as StateDigest, mv.detector_yaml as DetectorYaml, mv.created_at_ms as CreatedAtMs
            from model_versions mv where mv.bundle_digest is not null and {where} order by mv.name, mv.version desc{limit}
            """,
            parameters);
        long[] ids = [.. rows.Select(row => row.Id)];
        ILookup<long, (long Id, string Alias)> aliases = VersionTable.AliasesOf(sql, ids);
        ILookup<long, (long Id, string Key, double Value, long IsNan)> metrics = sql.RowsOf<(long Id, string Key, double Value, long IsNan), long>(
            """
            select mv.model_version_id, k.key, k.value, k.is_nan
            from model_versions mv join model_version_metrics k on k.name = mv.name and k.version = mv.version
            where mv.model_version_id in @ids order by mv.model_version_id, k.key
            """,
            ids).ToLookup(m => m.Id);
        return rows.Select(row => new ModelVersion
        {
            Name = row.Name,
            Version = (int)row.Version,
            RunId = row.RunId,
            BundleDigest = row.BundleDigest,
            StateDigest = row.StateDigest,
            DetectorYaml = row.DetectorYaml,
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAtMs),
            Metrics = metrics[row.Id].ToDictionary(m => m.Key, m => StoredNumber.Read(m.Value, m.IsNan), StringComparer.Ordinal),
            Aliases = [.. aliases[row.Id].Select(a => a.Alias)],
        }).ToArray();
    });

    private sealed record BundleRow(
        long Id, string Name, long Version, string RunId, string BundleDigest, string? StateDigest, string DetectorYaml, long CreatedAtMs);
}
