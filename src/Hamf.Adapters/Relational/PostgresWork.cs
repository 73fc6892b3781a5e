using System.Data.Common;
using Npgsql;

namespace Hamf.Adapters.Relational;

/// <summary>A write transaction; rolled back when it ends without a commit, which never hides the error that it ends for.</summary>
internal sealed class PostgresWork : IDisposable
{
    private readonly NpgsqlConnection _connection;

    private readonly bool _closes;

    private PostgresWork(NpgsqlConnection connection, NpgsqlTransaction transaction, bool closes)
    {
        _connection = connection;
        _closes = closes;
        Transaction = transaction;
    }

    /// <summary>The transaction, for the statements that belong to it.</summary>
    public NpgsqlTransaction Transaction { get; }

    /// <summary>Begins a transaction with a statement, on a connection of the caller's.</summary>
    public static PostgresWork Begin(NpgsqlConnection connection, string first) => Begin(connection, first, closes: false);

    /// <summary>Begins a transaction with a statement, on a connection that is closed with it, or when it cannot begin.</summary>
    public static PostgresWork BeginOwning(NpgsqlConnection connection, string first)
    {
        try
        {
            return Begin(connection, first, closes: true);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Commits. PostgreSQL answers the commit of a transaction in which a statement failed with a rollback and no error: the statement before it has one.</summary>
    /// <remarks>Two commands, not one of two statements, for which Npgsql needs a second thread (<see cref="PostgresDatabase"/>).</remarks>
    public void Commit()
    {
        Execute(_connection, "select 1");
        Execute(_connection, "commit");
    }

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

        if (_closes)
        {
            _connection.Dispose();
        }
    }

    private static PostgresWork Begin(NpgsqlConnection connection, string first, bool closes)
    {
        NpgsqlTransaction transaction = connection.BeginTransaction();
        Execute(connection, first);
        return new PostgresWork(connection, transaction, closes);
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
