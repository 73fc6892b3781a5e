using System.Text.Json.Nodes;
using Hamf.Pipeline.Governance;
using Hamf.Pipeline.Registry;

namespace Hamf.Adapters.Relational.Registry;

/// <summary>
/// The one place where aliases change. Every change writes its history (who, when, from, to, why, with what evidence) and the log of changes, in the
/// same transaction. The model is held by its caller (<see cref="ModelTable"/>).
/// </summary>
internal static class AliasMoves
{
    /// <summary>Points an alias at a version, which exists; nothing happens when it points there already.</summary>
    public static void Set(RegistrySql sql, string name, string alias, long version, AliasMove move)
    {
        long? before = VersionOf(sql, name, alias);
        if (before == version)
        {
            return;
        }

        sql.Execute(
            """
            insert into model_aliases(name, alias, version) values (@name, @alias, @version)
            on conflict (name, alias) do update set version = excluded.version
            """,
            new { name, alias, version });
        Record(sql, name, alias, before, version, move);
    }

    /// <summary>Takes an alias away; nothing happens when there is none.</summary>
    public static void Remove(RegistrySql sql, string name, string alias, AliasMove move)
    {
        if (VersionOf(sql, name, alias) is { } before)
        {
            Record(sql, name, alias, before, null, move);
            sql.Execute("delete from model_aliases where name = @name and alias = @alias", new { name, alias });
        }
    }

    /// <summary>Takes all aliases of a version away, or of all versions of the model.</summary>
    public static void RemoveAll(RegistrySql sql, string name, long? version, AliasMove move)
    {
        foreach (string alias in Of(sql, name, version))
        {
            Remove(sql, name, alias, move);
        }
    }

    /// <summary>Asks of every alias of a version, or of all versions of the model, whether it may be lost. The model is held, so the answer stays true.</summary>
    public static void CheckLoss(RegistrySql sql, string name, long? version, Action<string>? mayLose)
    {
        if (mayLose is not null)
        {
            Of(sql, name, version).ForEach(mayLose);
        }
    }

    /// <summary>The version that an alias points at, or null.</summary>
    public static long? VersionOf(RegistrySql sql, string name, string alias) =>
        sql.Scalar<long?>("select version from model_aliases where name = @name and alias = @alias", new { name, alias });

    /// <summary>Changes of an alias, newest first.</summary>
    public static IReadOnlyList<AliasChange> History(RegistrySql sql, string name, string alias) => sql
        .Rows<(long At, long? From, long? To, string Actor, string Reason, string? Evidence)>(
            """
            select changed_at_ms, from_version, to_version, actor, reason, evidence from model_alias_history
            where name = @name and alias = @alias order by change_id desc
            """,
            new { name, alias })
        .ConvertAll(c => new AliasChange(DateTimeOffset.FromUnixTimeMilliseconds(c.At), (int?)c.From, (int?)c.To, c.Actor, c.Reason, c.Evidence));

    private static List<string> Of(RegistrySql sql, string name, long? version) => sql.Rows<string>(
        "select alias from model_aliases where name = @name and version = coalesce(@version, version) order by alias", new { name, version });

    private static void Record(RegistrySql sql, string name, string alias, long? from, long? to, AliasMove move)
    {
        sql.Execute(
            """
            insert into model_alias_history(name, alias, from_version, to_version, actor, reason, evidence, changed_at_ms)
            values (@name, @alias, @from, @to, @Actor, @Reason, @evidence, @Now)
            """,
            new { name, alias, from, to, move.Actor, move.Reason, evidence = AliasEvidence.Of(sql, name, from, to), move.Now });
        ChangeLog.Add(sql, "model_aliases", Text(name, alias, from), Text(name, alias, to), move.Now);
        RegistryEvents.Add(
            sql, to is null ? RegistryEventKinds.AliasRemoved : RegistryEventKinds.AliasSet, name, (to ?? from)!.Value, move.Now,
            ("alias", alias), ("from_version", to is null ? null : from), ("actor", move.Actor), ("reason", move.Reason));
    }

    private static JsonObject? Text(string name, string alias, long? version) =>
        version is { } number ? new JsonObject { ["name"] = name, ["alias"] = alias, ["version"] = number } : null;
}

/// <summary>Who moves an alias, why and when.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="Now">When, Unix milliseconds.</param>
internal sealed record AliasMove(string Actor, string Reason, long Now);
