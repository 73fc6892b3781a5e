using System.Globalization;
using Hamf.Adapters.Relational;
using Hamf.TestKit;
using Npgsql;

namespace Hamf.Adapters.Tests.Relational;

/// <summary>A schema of its own on the shared PostgreSQL server, with a clock that the test moves.</summary>
public sealed class PostgresHome : IDisposable
{
    private static int _count;

    private readonly PostgresServer _server = PostgresServer.Shared;

    public PostgresHome()
    {
        Schema = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _count)}");
        Database = Open();
    }

    public ManualTime Time { get; } = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

    public PostgresDatabase Database { get; }

    public string Schema { get; }

    /// <summary>Patient: many tests share the machine.</summary>
    public PostgresOptions Options => PostgresUrl.Parse(_server.Url(Schema)) with
    {
        ConnectTimeout = TimeSpan.FromMinutes(5),
        StatementTimeout = TimeSpan.FromMinutes(5),
        WriteWait = TimeSpan.FromMinutes(5),
    };

    /// <summary>Opens the same schema with a pool of its own, as another process would.</summary>
    public PostgresDatabase Open() => new(Options, Time);

    /// <summary>A connection past our code.</summary>
    public NpgsqlConnection Connect() => Connect(Options);

    public static NpgsqlConnection Connect(PostgresOptions options)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = options.Host,
            Port = options.Port,
            Username = options.User,
            Password = options.Password,
            Database = options.Database,
            SearchPath = options.Schema,
            Pooling = false,
        }.ToString());
        connection.Open();
        return connection;
    }

    public void Dispose() => Database.Dispose();
}
