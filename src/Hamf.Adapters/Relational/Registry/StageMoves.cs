using System.Text.Json.Nodes;
using Hamf.Pipeline.Governance;
using Hamf.Pipeline.Registry;

namespace Hamf.Adapters.Relational.Registry;

/// <summary>Moves versions between stages and writes each move into the log of changes. No alias moves with them.</summary>
internal static class StageMoves
{
    public static void Move(RegistrySql sql, long id, VersionStage stage, string actor, long now)
    {
        VersionRow before = sql.Rows<VersionRow>($"select {VersionTable.Columns} from model_versions mv where mv.model_version_id = @id", new { id })[0];
        sql.Execute(
            "update model_versions set stage = @stage, updated_at_ms = @now where model_version_id = @id", new { id, stage = stage.ToString(), now });
        if (before.Stage != stage.ToString())
        {
            ChangeLog.Add(sql, "model_versions", Text(before, before.Stage, null), Text(before, stage.ToString(), actor), now);
            RegistryEvents.Add(
                sql, RegistryEventKinds.StageMoved, before.Name, before.Version, now,
                ("from_stage", before.Stage), ("stage", stage.ToString()), ("actor", actor));
        }
    }

    public static void ArchiveOthers(RegistrySql sql, string name, long id, VersionStage stage, string actor, long now)
    {
        List<long> others = sql.Rows<long>(
            "select model_version_id from model_versions where name = @name and stage = @stage and deleted = 0 and model_version_id <> @id",
            new { name, stage = stage.ToString(), id });
        foreach (long other in others)
        {
            Move(sql, other, VersionStage.Archived, actor, now);
        }
    }

    private static JsonObject Text(VersionRow row, string stage, string? actor)
    {
        JsonObject text = new() { ["name"] = row.Name, ["version"] = row.Version, ["stage"] = stage };
        if (actor is not null)
        {
            text["actor"] = actor;
        }

        return text;
    }
}
