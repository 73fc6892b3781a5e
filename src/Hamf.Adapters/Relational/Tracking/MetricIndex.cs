using System.Data.Common;
using Dapper;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Search;

namespace Hamf.Adapters.Relational.Tracking;

/// <summary>
/// Keeps the index of the latest metrics by value. Where a commit writes whole pages (<see cref="Database.WritesPages"/>), the metrics of one run would
/// each write a page of it; so rows are written without, and get into the index together: before a search that needs it, and when many wait. Nothing
/// is lost when that does not happen: rows say themselves whether they are in. Thread-safe.
/// </summary>
internal sealed class MetricIndex(Database database, int waitingMax = MetricIndex.WaitingMax)
{
    /// <summary>So many rows are indexed within a tenth of a second.</summary>
    public const int WaitingMax = 20_000;

    /// <summary>The condition, on an alias, that a row is in the index; a statement that is to use it has to say so.</summary>
    public const string IsIndexed = "is_indexed = 1";

    private long _waiting;

    /// <summary>The column that rows are written with.</summary>
    public LongColumn Column(int rows)
    {
        var values = new long[rows];
        Array.Fill(values, database.WritesPages ? 0 : 1);
        return new LongColumn("is_indexed", values);
    }

    /// <summary>Takes note of written rows, and indexes what waits when it is much.</summary>
    public void Added(DbTransaction transaction, RunKey run, int rows)
    {
        if (!database.WritesPages)
        {
            return;
        }

        database.Insert(transaction, new BulkInsert("unindexed_runs", [new LongColumn("run_no", [run.RunNo])], "do nothing"));

        // Counted anew by every process and store, and too high after a rollback: it only has to be about right.
        if (Interlocked.Add(ref _waiting, rows) >= waitingMax)
        {
            IndexWaiting(transaction);
        }
    }

    /// <summary>Indexes all rows that wait, where a search asks the index.</summary>
    /// <returns>False when that was not possible, because the disk is full or another process writes: the search must do without the index.</returns>
    public bool TryComplete(SearchQuery query)
    {
        if (!database.WritesPages || !NeedsIndex(query))
        {
            return true;
        }

        try
        {
            if (database.Read(connection => connection.ExecuteScalar<long?>("select 1 from unindexed_runs limit 1")) is not null)
            {
                database.Write(IndexWaiting);
            }

            return true;
        }
        catch (StoreException)
        {
            return false;
        }
    }

    private static bool NeedsIndex(SearchQuery query) =>
        query.Order is [{ Field.Kind: FieldKind.Metric }, ..] || query.Filter.Any(clause => clause.Field.Kind == FieldKind.Metric);

    private int IndexWaiting(DbTransaction transaction)
    {
        Interlocked.Exchange(ref _waiting, 0);
        return transaction.Connection!.Execute(
            """
            update latest_metrics set is_indexed = 1 where run_no in (select run_no from unindexed_runs) and is_indexed = 0;
            delete from unindexed_runs;
            """,
            transaction: transaction);
    }
}
