using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using Hamf.Pipeline.Registry;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hamf.Adapters.Relational;

/// <summary>
/// A SQLite file in WAL mode: one writing connection behind a lock, any number of pooled reading ones that never wait for it. Opening it
/// brings the schema up to date (<see cref="Migrations"/>). Thread-safe; other processes may use the file at the same time.
/// </summary>
public sealed class SqliteDatabase : Database
{
    private readonly SqliteOptions _options;
    private readonly Lock _writing = new();
    private readonly SqliteSession _writer;
    private readonly ConcurrentBag<SqliteSession> _idle = [];
    private bool _disposed;

    /// <summary>Opens or creates the file and brings its schema up to date.</summary>
    /// <exception cref="ArgumentException">The settings cannot be used; the message lists all problems.</exception>
    /// <exception cref="StoreException">The file cannot be opened, is no database, or was written by a newer Hamf.</exception>
    public SqliteDatabase(SqliteOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Problems() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        }

        SqliteNative.Use();
        _options = options;
        Time = time;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(options.Path))!);
        try
        {
            _writer = Connect(options.CacheSize);
            Migrations.Apply(new SqliteSchema(_writer, options.Path), time);
        }
        catch (DbException e)
        {
            _writer?.Dispose();
            throw Explain(e);
        }
        catch
        {
            _writer?.Dispose();
            throw;
        }
    }

    /// <summary>The database file.</summary>
    public string Path => _options.Path;

    /// <inheritdoc/>
    public override string Name => Path;

    internal override bool WritesPages => true;

    internal override SqlDialect Dialect => SqlDialect.Sqlite;

    internal override TimeProvider Time { get; }

    internal override T Write<T>(Func<DbTransaction, T> work)
    {
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            try
            {
                using var transaction = new SqliteWork(_writer);
                T result = work(transaction.Transaction);
                transaction.Commit();
                return result;
            }
            catch (DbException e)
            {
                throw Explain(e);
            }
        }
    }

    internal override int Insert(DbTransaction transaction, BulkInsert rows) => _writer.Insert(rows);

    internal override void ReadOwned(DbConnection connection, string sqlFormat, IReadOnlyList<long> owners, Action<RowReader> read) =>
        ((SqliteSession)connection).ReadOwned(sqlFormat, owners, read);

    // What is read on one lease is the database of one moment, and the file is locked once and not for every statement.
    internal override ConnectionLease Rent()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
#pragma warning disable CA2000 // The lease gives it back.
        SqliteSession connection = _idle.TryTake(out SqliteSession? idle) ? idle : Connect(cacheSize: 8 << 20);
#pragma warning restore CA2000
        connection.Begin();
        return new(connection, GiveBack);
    }

    internal override Exception Explain(DbException error)
    {
        int code = (error as SqliteException)?.SqliteErrorCode ?? 0;
        return code switch
        {
            raw.SQLITE_FULL => new StoreException($"There is no room to write to {Path}: the disk is full. Free some space; what was not saved is tried again.", true, error),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new StoreException($"{Path} is being written by another process for longer than {_options.BusyTimeout.TotalSeconds} s.", true, error),
            raw.SQLITE_IOERR => new StoreException($"Reading or writing {Path} failed ({error.Message}). Check the disk.", true, error),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new StoreException($"{Path} is damaged or no Hamf database ({error.Message}). Restore it from a backup.", false, error),
            raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_PERM =>
                new StoreException($"{Path} cannot be opened for writing ({error.Message}). Check that the folder exists and belongs to this user.", false, error),
            _ => new StoreException($"{Path}: {error.Message}", false, error),
        };
    }

    /// <summary>Limits the file to so many pages, as a full disk would; 0 lifts the limit. For tests.</summary>
    internal void LimitPages(long count)
    {
        lock (_writing)
        {
            Execute(_writer, $"pragma max_page_count = {(count == 0 ? uint.MaxValue - 1 : count)}");
        }
    }

    /// <summary>Runs a statement outside a transaction.</summary>
    internal static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        lock (_writing)
        {
            _disposed = true;
            _writer.Dispose();
        }

        while (_idle.TryTake(out SqliteSession? connection))
        {
            connection.Dispose();
        }
    }

    private void GiveBack(DbConnection connection)
    {
        var session = (SqliteSession)connection;
        if (session.TryEnd() && !_disposed)
        {
            _idle.Add(session);
        }
        else
        {
            connection.Dispose();
        }
    }

    private SqliteSession Connect(long cacheSize)
    {
        var connection = new SqliteSession(new SqliteConnectionStringBuilder
        {
            DataSource = _options.Path,
            Pooling = false,
            ForeignKeys = true,
            DefaultTimeout = Math.Max(1, (int)_options.BusyTimeout.TotalSeconds),
        }.ToString());
        try
        {
            connection.Open();

            // The WAL is written back in steps of 128 MB: pages that change often are then copied once for many commits. A full scores table has
            // an index page to write for every event, and with 32 MB it took a fifth fewer of them (bench/RESULTS.md).
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"""
                pragma busy_timeout = {(long)_options.BusyTimeout.TotalMilliseconds};
                pragma journal_mode = wal;
                pragma synchronous = {_options.Sync};
                pragma cache_size = -{cacheSize / 1024};
                pragma wal_autocheckpoint = 32768;
                pragma journal_size_limit = 268435456;
                """));
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
