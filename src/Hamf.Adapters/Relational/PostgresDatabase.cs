using System.Buffers.Binary;
using System.Data.Common;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Hamf.Pipeline.Registry;
using Npgsql;

namespace Hamf.Adapters.Relational;

/// <summary>
/// A schema of a PostgreSQL database (15 or newer) with pooled connections. Writers take turns: those of this process by a lock, those of others
/// by an advisory lock of the schema, so the stores meet what they meet on SQLite. Opening it brings the schema up to date
/// (<see cref="Migrations"/>). Thread-safe; other processes may use the schema at the same time.
/// </summary>
public sealed class PostgresDatabase : Database
{
    private const int OldestVersion = 15;

    private readonly PostgresOptions _options;
    private readonly NpgsqlDataSource _source;
    private readonly PostgresErrors _errors;
    private readonly Lock _writing = new();
    private readonly string _takeTurn;

    /// <summary>Connects, makes the schema where it is missing and brings it up to date.</summary>
    /// <exception cref="ArgumentException">The settings cannot be used; the message lists all problems.</exception>
    /// <exception cref="StoreException">The server cannot be reached, refuses, is too old, or the schema was written by a newer Hamf.</exception>
    public PostgresDatabase(PostgresOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Problems() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        }

        _options = options;
        Time = time;
        _errors = new PostgresErrors(options);
        _takeTurn = TakeTurn(options);
        _source = NpgsqlDataSource.Create(ConnectionString(options));
        try
        {
            BringUpToDate();
        }
        catch (DbException e)
        {
            _source.Dispose();
            throw Explain(e);
        }
        catch
        {
            _source.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override string Name => _options.Name;

    internal override SqlDialect Dialect => SqlDialect.Postgres;

    internal override TimeProvider Time { get; }

    internal override T Write<T>(Func<DbTransaction, T> work)
    {
        if (!_writing.TryEnter(_options.WriteWait))
        {
            throw _errors.TurnDidNotCome();
        }

        try
        {
            using PostgresWork transaction = Begin();
            T result = work(transaction.Transaction);
            Commit(transaction);
            return result;
        }
        catch (DbException e)
        {
            throw Explain(e);
        }
        catch (EncoderFallbackException)
        {
            throw PostgresErrors.BrokenText();
        }
        finally
        {
            _writing.Exit();
        }
    }

    internal override int Insert(DbTransaction transaction, BulkInsert rows) =>
        PostgresBulk.Insert((NpgsqlTransaction)transaction, rows);

    internal override ConnectionLease Rent() => new(Open(_source.CreateConnection()), static connection => connection.Dispose());

    internal override Exception Explain(DbException error) => _errors.Explain(error);

    /// <inheritdoc/>
    public override void Dispose() => _source.Dispose();

    private protected override bool IsLost(DbException error) => PostgresErrors.IsLost(error);

    private protected override void ForgetIdle() => _source.Clear();

    private static string ConnectionString(PostgresOptions options) => new NpgsqlConnectionStringBuilder
    {
        Host = options.Host,
        Port = options.Port,
        Database = options.Database,
        Username = options.User,
        Password = options.Password,
        SearchPath = options.Schema,
        ApplicationName = "hamf",
        SslMode = Enum.Parse<SslMode>(options.TlsMode.Replace("-", "", StringComparison.Ordinal), ignoreCase: true),
        RootCertificate = options.RootCertificatePath,
        GssEncryptionMode = GssEncryptionMode.Disable,
        Timeout = (int)options.ConnectTimeout.TotalSeconds,
        CommandTimeout = (int)options.StatementTimeout.TotalSeconds,
        MaxPoolSize = options.ConnectionsMax,
        MaxAutoPrepare = 100,
        AutoPrepareMinUsages = 2,
        TcpKeepAlive = true,
    }.ToString();

    // One round trip, and settings that end with the transaction. One statement: Npgsql sends several in the background, and while all threads of the
    // pool wait for their turn to write there is none to send them. A process that is stopped in the middle of one loses its turn to the server's
    // limit for idle transactions.
    private static string TakeTurn(PostgresOptions options) => FormattableString.Invariant(
        $"""
        select set_config('statement_timeout', '{(long)options.StatementTimeout.TotalMilliseconds}', true),
            set_config('idle_in_transaction_session_timeout', '{(long)options.StatementTimeout.TotalMilliseconds}', true),
            set_config('lock_timeout', '{(long)options.WriteWait.TotalMilliseconds}', true),
            pg_advisory_xact_lock({LockNumber(options.Schema)})
        """);

    private static long LockNumber(string schema) =>
        BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes("hamf writes " + schema)));

    // A connection of its own: rebuilding a large table may take its time.
    private void BringUpToDate()
    {
        using NpgsqlConnection connection = Open(
            new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString(_options)) { CommandTimeout = 0, Pooling = false }.ToString()));
        if (connection.PostgreSqlVersion.Major < OldestVersion)
        {
            throw new StoreException($"{Name} is PostgreSQL {connection.PostgreSqlVersion}; Hamf needs {OldestVersion} or newer.", isTransient: false);
        }

        Migrations.Apply(new PostgresSchema(connection, _options, LockNumber(_options.Schema)), Time);
    }

    private NpgsqlConnection Open(NpgsqlConnection connection)
    {
        try
        {
            connection.Open();
            return connection;
        }
        catch (SocketException e)
        {
            connection.Dispose();
            throw _errors.UnknownHost(e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // Nothing of the work has happened yet, so a connection that was lost while it waited in the pool is replaced.
    private PostgresWork Begin()
    {
        try
        {
            return PostgresWork.BeginOwning(Open(_source.CreateConnection()), _takeTurn);
        }
        catch (DbException e) when (IsLost(e))
        {
            ForgetIdle();
            return PostgresWork.BeginOwning(Open(_source.CreateConnection()), _takeTurn);
        }
    }

    private void Commit(PostgresWork transaction)
    {
        try
        {
            transaction.Commit();
        }
        catch (DbException e) when (e is not PostgresException || IsLost(e))
        {
            // Only an error that the server gives while the connection lives says for sure that nothing was committed.
            ForgetIdle();
            throw _errors.OutcomeUnknown(e);
        }
    }
}
