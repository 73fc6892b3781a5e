using System.Data.Common;

namespace Hamf.Adapters.Relational;

/// <summary>
/// The relational database that the stores of this folder work on: lends connections, runs write transactions. The seam between the stores,
/// which are written once, and a database. Thread-safe.
/// </summary>
public abstract class Database : IDisposable
{
    /// <summary>Words that differ between databases.</summary>
    internal abstract SqlDialect Dialect { get; }

    /// <summary>The clock of all times that the stores give themselves.</summary>
    internal abstract TimeProvider Time { get; }

    /// <summary>Runs a reading on a connection of its own.</summary>
    /// <exception cref="StoreException">The database could not.</exception>
    internal T Read<T>(Func<DbConnection, T> work)
    {
        try
        {
            using ConnectionLease lease = Rent();
            return work(lease.Connection);
        }
        catch (DbException e)
        {
            throw Explain(e);
        }
    }

    /// <summary>Runs a write transaction: committed when <paramref name="work"/> returns, rolled back when it throws.</summary>
    /// <exception cref="StoreException">The database could not.</exception>
    internal abstract T Write<T>(Func<DbTransaction, T> work);

    /// <summary>Inserts many rows inside a transaction.</summary>
    /// <returns>How many were inserted or changed.</returns>
    internal abstract int Insert(DbTransaction transaction, BulkInsert rows);

    /// <summary>Lends a connection for reading, for results that are streamed.</summary>
    internal abstract ConnectionLease Rent();

    /// <summary>Says what a database's error means for the caller.</summary>
    internal abstract StoreException Explain(DbException error);

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>A connection on loan.</summary>
internal readonly struct ConnectionLease(DbConnection connection, Action<DbConnection> giveBack) : IDisposable
{
    public DbConnection Connection => connection;

    public void Dispose() => giveBack(connection);
}
