using System.Data.Common;
using System.Globalization;
using Hamf.Pipeline.Registry;

namespace Hamf.Adapters.Relational;

/// <summary>
/// The relational database that the stores of this folder work on: lends connections, runs write transactions. The seam between the stores,
/// which are written once, and a database. Write transactions run one after the other, those of other processes included: a store may read,
/// decide and write without a thought for others (docs/adr/0010-two-databases.md). Thread-safe.
/// </summary>
public abstract class Database : IDisposable
{
    private const int OwnersPerStatement = 500;

    /// <summary>What and where it is, for people; without a password.</summary>
    public abstract string Name { get; }

    /// <summary>Tells the home that uses the database from others that use it too; empty for a home's own file.</summary>
    public string HomeId { get; init; } = "";

    /// <summary>Words that differ between databases.</summary>
    internal abstract SqlDialect Dialect { get; }

    /// <summary>Whether a commit writes every page that it touched, so that scattered index entries are dear.</summary>
    internal virtual bool WritesPages => false;

    /// <summary>The clock of all times that the stores give themselves.</summary>
    internal abstract TimeProvider Time { get; }

    /// <summary>Runs a reading on a connection of its own; again, when the connection turns out to be lost.</summary>
    /// <exception cref="StoreException">The database could not.</exception>
    internal T Read<T>(Func<DbConnection, T> work) => Explained(() =>
    {
        try
        {
            return ReadOnce(work);
        }
        catch (DbException e) when (IsLost(e))
        {
            ForgetIdle();
            return ReadOnce(work);
        }
    });

    /// <summary>Reads rows one by one, for results that may be too many to hold.</summary>
    /// <param name="ask">Gives the command its text and its parameters.</param>
    /// <param name="read">Makes a result of the row that the reader stands on.</param>
    /// <exception cref="StoreException">The database could not, or no longer.</exception>
    internal IEnumerable<T> Stream<T>(Action<DbCommand> ask, Func<DbDataReader, T> read)
    {
        // The first use of a connection finds out that it was lost, before any row is there.
        (ConnectionLease lease, DbCommand command, DbDataReader reader) = Explained(() =>
        {
            try
            {
                return Ask(ask);
            }
            catch (DbException e) when (IsLost(e))
            {
                ForgetIdle();
                return Ask(ask);
            }
        });
        using (lease)
        using (command)
        using (reader)
        {
            while (Explained(reader.Read))
            {
                yield return read(reader);
            }
        }
    }

    /// <summary>Runs a write transaction: committed when <paramref name="work"/> returns, rolled back when it throws.</summary>
    /// <remarks>An error of the database must leave <paramref name="work"/>: afterwards the transaction is good for nothing.</remarks>
    /// <exception cref="StoreException">The database could not.</exception>
    internal abstract T Write<T>(Func<DbTransaction, T> work);

    /// <summary>Inserts many rows inside a transaction.</summary>
    /// <returns>How many were inserted or changed.</returns>
    internal abstract int Insert(DbTransaction transaction, BulkInsert rows);

    /// <summary>Reads the rows that belong to some owners, such as what was logged to runs.</summary>
    /// <param name="connection">The connection, in a transaction or not.</param>
    /// <param name="sqlFormat">A select in the order of owners, with <c>{0}</c> behind the owner's column: <c>where run_no {0} order by run_no, key</c>.</param>
    /// <param name="owners">Numbers of the owners, each once.</param>
    /// <param name="read">Reads the row that it is handed, and asks the connection for nothing.</param>
    internal virtual void ReadOwned(DbConnection connection, string sqlFormat, IReadOnlyList<long> owners, Action<RowReader> read)
    {
        foreach (long[] part in owners.Chunk(OwnersPerStatement))
        {
            using DbCommand command = connection.CreateCommand();

            // Numbers only, so that nothing in the statement comes from a caller.
            command.CommandText = string.Format(null, sqlFormat, $"in ({string.Join(',', part.Select(n => n.ToString(CultureInfo.InvariantCulture)))})");
            using DbDataReader reader = command.ExecuteReader();
            var row = new AdoRowReader(reader);
            while (reader.Read())
            {
                read(row);
            }
        }
    }

    /// <summary>Lends a connection for reading.</summary>
    internal abstract ConnectionLease Rent();

    /// <summary>Says what a database's error means for the caller: a <see cref="StoreException"/>, or a refusal of what was asked.</summary>
    internal abstract Exception Explain(DbException error);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Whether the connection that a statement ran on is gone.</summary>
    private protected virtual bool IsLost(DbException error) => false;

    /// <summary>Gives up the connections that wait to be lent, which are probably lost too.</summary>
    private protected virtual void ForgetIdle()
    {
    }

    private T ReadOnce<T>(Func<DbConnection, T> work)
    {
        using ConnectionLease lease = Rent();
        return work(lease.Connection);
    }

    private (ConnectionLease Lease, DbCommand Command, DbDataReader Reader) Ask(Action<DbCommand> ask)
    {
        ConnectionLease lease = Rent();
        DbCommand? command = null;
        try
        {
            command = lease.Connection.CreateCommand();
            ask(command);
            return (lease, command, command.ExecuteReader());
        }
        catch
        {
            command?.Dispose();
            lease.Dispose();
            throw;
        }
    }

    private T Explained<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (DbException e)
        {
            throw Explain(e);
        }
    }
}

/// <summary>A connection on loan.</summary>
internal readonly struct ConnectionLease(DbConnection connection, Action<DbConnection> giveBack) : IDisposable
{
    public DbConnection Connection => connection;

    public void Dispose() => giveBack(connection);
}
