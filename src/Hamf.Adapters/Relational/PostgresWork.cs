using System.Data.Common;
using Npgsql;

namespace Hamf.Adapters.Relational;

/// <summary>A write transaction on a connection that it owns; rolled back when it ends without a commit, which never hides the error that it ends for.</summary>
internal sealed class PostgresWork : IDisposable
{
    private readonly NpgsqlConnection _connection;

    private PostgresWork(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        _connection = connection;
        Transaction = transaction;
    }

    /// <summary>The transaction, for the statements that belong to it.</summary>
    public NpgsqlTransaction Transaction { get; }

    /// <summary>Begins a transaction with a statement; the connection is closed when that fails.</summary>
    public static PostgresWork Begin(NpgsqlConnection connection, string first)
    {
        try
        {
            NpgsqlTransaction transaction = connection.BeginTransaction();
            Execute(connection, first);
            return new PostgresWork(connection, transaction);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Commits. PostgreSQL answers the commit of a transaction in which a statement failed with a rollback and no error: the statement before it has one.</summary>
    public void Commit() => Execute(_connection, "select 1; commit");

    public void Dispose()
    {
        try
        {
            Transaction.Dispose();
        }
        catch (DbException)
        {
            // The connection is gone, and the server rolls back what is on it; the error that ended the work tells about it.
        }

        _connection.Dispose();
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
