using System.Data.Common;
using Dapper;
using Hamf.Pipeline.Registry;

namespace Hamf.Adapters.Relational;

/// <summary>Registered models, versions and aliases in the relational database. Thread-safe.</summary>
public sealed class ModelStore(Database database) : IModelStore
{
    private const string Registrar = "registry";

    /// <inheritdoc/>
    public ModelVersion Register(ModelVersion version, bool mayServe = true)
    {
        ArgumentNullException.ThrowIfNull(version);
        int number = database.Write(transaction =>
        {
            DbConnection connection = transaction.Connection!;
            long now = database.Time.GetUtcNow().ToUnixTimeMilliseconds();
            connection.Execute(
                "insert into registered_models(name, created_at_ms) values (@Name, @now) on conflict (name) do nothing", new { version.Name, now }, transaction);
            long next = 1 + connection.ExecuteScalar<long>(
                "select coalesce(max(version), 0) from model_versions where name = @Name", new { version.Name }, transaction);
            connection.Execute(
                """
                insert into model_versions(name, version, run_id, bundle_digest, state_digest, detector_yaml, created_at_ms)
                values (@Name, @next, @RunId, @BundleDigest, @StateDigest, @DetectorYaml, @now)
                """,
                new { version.Name, next, version.RunId, version.BundleDigest, version.StateDigest, version.DetectorYaml, now },
                transaction);
            connection.Execute(
                "insert into model_version_metrics(name, version, key, value, is_nan) values (@Name, @next, @key, @value, @isNan)",
                version.Metrics.Select(m => new { version.Name, next, key = m.Key, value = StoredNumber.Value(m.Value), isNan = StoredNumber.IsNan(m.Value) }),
                transaction);
            if (mayServe)
            {
                GiveAlias(transaction, version.Name, next, now);
            }

            return (int)next;
        });
        return Find(new ModelReference(version.Name, null, number))!;
    }

    /// <inheritdoc/>
    public ModelVersion? Find(ModelReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return database.Read(connection => Select(
            connection,
            reference.Version is not null
                ? "v.name = @Name and v.version = @Version"
                : "v.name = @Name and v.version = (select a.version from model_aliases a where a.name = @Name and a.alias = @Alias)",
            new { reference.Name, reference.Alias, reference.Version })).FirstOrDefault();
    }

    /// <inheritdoc/>
    public IReadOnlyList<ModelVersion> List(string? name) =>
        database.Read(connection => Select(connection, name is null ? "1 = 1" : "v.name = @name", new { name }));

    /// <inheritdoc/>
    public void SetAlias(string name, string alias, int version, string actor, string reason) => database.Write(transaction =>
    {
        long found = transaction.Connection!.ExecuteScalar<long>(
            "select count(*) from model_versions where name = @name and version = @version", new { name, version }, transaction);
        if (found == 0)
        {
            throw new KeyNotFoundException($"There is no model version {name}/{version}.");
        }

        MoveAlias(transaction, name, alias, version, actor, reason, database.Time.GetUtcNow().ToUnixTimeMilliseconds());
        return 0;
    });

    /// <inheritdoc/>
    public IReadOnlyList<AliasChange> History(string name, string alias) => database.Read(connection => connection
        .Query<(long At, long? From, long To, string Actor, string Reason)>(
            """
            select changed_at_ms, from_version, to_version, actor, reason from model_alias_history
            where name = @name and alias = @alias order by change_id desc
            """,
            new { name, alias })
        .Select(c => new AliasChange(DateTimeOffset.FromUnixTimeMilliseconds(c.At), (int?)c.From, (int)c.To, c.Actor, c.Reason))
        .ToArray());

    private static void GiveAlias(DbTransaction transaction, string name, long version, long now)
    {
        bool isFirst = transaction.Connection!.ExecuteScalar<long>(
            "select count(*) from model_aliases where name = @name and alias = @champion", new { name, champion = ModelReference.Champion }, transaction) == 0;
        MoveAlias(
            transaction, name, isFirst ? ModelReference.Champion : ModelReference.Challenger, version, Registrar,
            isFirst ? "first version" : "newest version", now);
    }

    private static void MoveAlias(DbTransaction transaction, string name, string alias, long version, string actor, string reason, long now)
    {
        DbConnection connection = transaction.Connection!;
        long? before = connection.ExecuteScalar<long?>(
            "select version from model_aliases where name = @name and alias = @alias", new { name, alias }, transaction);
        if (before == version)
        {
            return;
        }

        connection.Execute(
            """
            insert into model_aliases(name, alias, version) values (@name, @alias, @version)
            on conflict (name, alias) do update set version = excluded.version
            """,
            new { name, alias, version },
            transaction);
        connection.Execute(
            """
            insert into model_alias_history(name, alias, from_version, to_version, actor, reason, changed_at_ms)
            values (@name, @alias, @before, @version, @actor, @reason, @now)
            """,
            new { name, alias, before, version, actor, reason, now },
            transaction);

        // A version that has become champion no longer waits for it.
        if (alias == ModelReference.Champion)
        {
            connection.Execute(
                "delete from model_aliases where name = @name and alias = @challenger and version = @version",
                new { name, challenger = ModelReference.Challenger, version },
                transaction);
        }

        connection.Execute(
            """
            insert into audit_entries(table_name, operation_type, changed_at_ms, old_data, new_data)
            values ('model_aliases', @operation, @now, @old, @new)
            """,
            new
            {
                operation = before is null ? "INSERT" : "UPDATE",
                now,
                old = before is { } b ? Text(name, alias, b) : null,
                @new = Text(name, alias, version),
            },
            transaction);
    }

    private static string Text(string name, string alias, long version) => new System.Text.Json.Nodes.JsonObject
    {
        ["name"] = name,
        ["alias"] = alias,
        ["version"] = version,
    }.ToJsonString();

    private static List<ModelVersion> Select(DbConnection connection, string where, object parameters)
    {
        VersionRow[] rows = connection.Query<VersionRow>(
            $"""
            select v.name as Name, v.version as Version, v.run_id as RunId, v.bundle_digest as BundleDigest, v.state_digest as StateDigest,
                v.detector_yaml as DetectorYaml, v.created_at_ms as CreatedAtMs
            from model_versions v where {where} order by v.name, v.version desc
            """,
            parameters).ToArray();
        return [.. rows.Select(row => Complete(connection, row))];
    }

    private static ModelVersion Complete(DbConnection connection, VersionRow row) => new()
    {
        Name = row.Name,
        Version = (int)row.Version,
        RunId = row.RunId,
        BundleDigest = row.BundleDigest,
        StateDigest = row.StateDigest,
        DetectorYaml = row.DetectorYaml,
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAtMs),
        Metrics = connection.Query<(string Key, double Value, long IsNan)>(
                "select key, value, is_nan from model_version_metrics where name = @Name and version = @Version", row)
            .ToDictionary(m => m.Key, m => StoredNumber.Read(m.Value, m.IsNan), StringComparer.Ordinal),
        Aliases = [.. connection.Query<string>("select alias from model_aliases where name = @Name and version = @Version order by alias", row)],
    };

    private sealed record VersionRow(
        string Name, long Version, string RunId, string BundleDigest, string? StateDigest, string DetectorYaml, long CreatedAtMs);
}
