using System.Data.Common;
using Dapper;
using Hamf.Pipeline.Registry;

namespace Hamf.Adapters.Relational.Tracking;

/// <summary>The tags of runs.</summary>
internal static class RunTags
{
    /// <summary>Sets tags; each key once.</summary>
    public static void Set(Database database, DbTransaction transaction, long runNo, IReadOnlyCollection<KeyValuePair<string, string>> tags)
    {
        if (tags.Count > 0)
        {
            database.Insert(transaction, PairColumns.Of("tags", "run_no", runNo, tags, "(run_no, key) do update set value = excluded.value"));
        }
    }

    /// <summary>Sets what a batch asks for; the tag of the run's name renames the run.</summary>
    public static void Log(Database database, DbTransaction transaction, RunKey run, IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        SortedDictionary<string, string> last = PairColumns.LastOfEach(tags);
        Set(database, transaction, run.RunNo, last);
        if (last.TryGetValue(RunNames.Tag, out string? name) && name.Length > 0)
        {
            transaction.Connection!.Execute("update runs set name = @name where run_no = @RunNo", new { name, run.RunNo }, transaction);
        }
    }

    /// <summary>Deletes a tag that must be there.</summary>
    public static void Delete(DbTransaction transaction, RunKey run, string key)
    {
        if (transaction.Connection!.Execute("delete from tags where run_no = @RunNo and key = @key", new { run.RunNo, key }, transaction) == 0)
        {
            throw RegistryException.Missing($"No tag with name: {key} in run with id {run.RunId}.");
        }
    }
}
