using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hamf.Adapters.Relational;

/// <summary>A write transaction; rolled back when it ends without a commit, which never hides the error that it ends for.</summary>
internal sealed class SqliteWork(SqliteConnection connection) : IDisposable
{
    private bool _isCommitted;

    /// <summary>The transaction, for the statements that belong to it.</summary>
    public SqliteTransaction Transaction { get; } = connection.BeginTransaction(deferred: false);

    private bool IsOver => raw.sqlite3_get_autocommit(connection.Handle) != 0;

    public void Commit()
    {
        Transaction.Commit();
        _isCommitted = true;
    }

    public void Dispose()
    {
        // A commit that finds the disk full rolls back by itself. The wrapper would fail to do it again, which would hide the error and, for good,
        // leave the connection believing that a transaction is open: so it gets an empty one to roll back.
        if (IsOver && !_isCommitted)
        {
            _ = raw.sqlite3_exec(connection.Handle, "begin");
        }

        Transaction.Dispose();

        // Where a statement has rolled back by itself the wrapper knows, and does nothing.
        if (!IsOver)
        {
            _ = raw.sqlite3_exec(connection.Handle, "rollback");
        }
    }
}
