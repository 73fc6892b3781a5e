using System.Text.Json.Nodes;

namespace Hamf.Adapters.Relational.Registry;

/// <summary>The log of changes that the view <c>audit_log</c> shows.</summary>
internal static class ChangeLog
{
    /// <summary>Adds a change; without a before something was added, without an after it was taken away.</summary>
    public static void Add(RegistrySql sql, string table, JsonObject? before, JsonObject? after, long now) => sql.Execute(
        """
        insert into audit_entries(table_name, operation_type, changed_at_ms, old_data, new_data)
        values (@table, @operation, @now, @old, @new)
        """,
        new
        {
            table,
            operation = before is null ? "INSERT" : after is null ? "DELETE" : "UPDATE",
            now,
            old = before?.ToJsonString(),
            @new = after?.ToJsonString(),
        });
}
