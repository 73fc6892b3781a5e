using System.Data.Common;
using Dapper;
using Hamf.Pipeline.Registry;

namespace Hamf.Adapters.Relational.Tracking;

/// <summary>The parameters of runs: given once, never changed.</summary>
internal static class RunParams
{
    /// <summary>Adds parameters. One that is there with the same value stays; one with another value refuses them all.</summary>
    public static void Add(Database database, DbTransaction transaction, RunKey run, IReadOnlyList<KeyValuePair<string, string>> parameters)
    {
        SortedDictionary<string, string> given = PairColumns.LastOfEach(parameters);
        if (given.Count < parameters.Count)
        {
            IEnumerable<string> twice = parameters.GroupBy(p => p.Key, StringComparer.Ordinal).Where(g => g.Skip(1).Any()).Select(g => g.Key);
            throw RegistryException.Invalid($"Duplicate parameter keys have been submitted: {string.Join(", ", twice)}. Send each once.");
        }

        // Nearly always all are new: only otherwise is it worth to read what is there.
        if (database.Insert(transaction, PairColumns.Of("params", "run_no", run.RunNo, given, "(run_no, key) do nothing")) < given.Count)
        {
            RefuseChanges(transaction, run, given);
        }
    }

    private static void RefuseChanges(DbTransaction transaction, RunKey run, SortedDictionary<string, string> given)
    {
        foreach ((string key, string known) in transaction.Connection!.Query<(string, string)>(
            "select key, value from params where run_no = @RunNo order by key", new { run.RunNo }, transaction))
        {
            if (given.TryGetValue(key, out string? value) && value != known)
            {
                throw RegistryException.Invalid(
                    $"Changing param values is not allowed. Param with key='{key}' of run {run.RunId} is '{known}' and cannot become '{value}'. Nothing was logged.");
            }
        }
    }
}
