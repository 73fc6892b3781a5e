using System.Data.Common;
using Dapper;
using Hamf.Adapters.Relational;
using Hamf.Pipeline.Labels;
using Hamf.Pipeline.Registry;
using Hamf.TestKit;
using Npgsql;

namespace Hamf.Adapters.Tests.Relational;

[Trait("needs", "postgres")]
public sealed class PostgresDatabaseTests : DatabaseSuite, IDisposable
{
    private readonly PostgresHome _home = new();

    protected override Database Database => _home.Database;

    protected override (int Threads, int Each) Writers => (4, 15);

    public static TheoryData<int> EarlierNumbers => [.. Enumerable.Range(1, Migrations.Newest - 1)];

    [Theory]
    [MemberData(nameof(EarlierNumbers))]
    public void Brings_every_earlier_schema_up_to_date(int number)
    {
        PostgresOptions options = _home.Options with { Schema = $"{_home.Schema}_old" };
        using (NpgsqlConnection old = PostgresHome.Connect(options))
        {
            Migrations.Apply(new PostgresSchema(old, options, 1), _home.Time, number);
            old.Execute("insert into experiments(name, created_at_ms) values ('kept', 1)");
        }

        using (var database = new PostgresDatabase(options, _home.Time))
        {
            new LabelStore(database).Add([new Label("a", true, "anna", _home.Time.GetUtcNow())]);
            new RunStore(database).Start("kept", "r");
        }

        using NpgsqlConnection now = PostgresHome.Connect(options);
        Assert.Equal(Migrations.Newest, now.ExecuteScalar<long>("select count(*) from schema_steps"));
        Assert.Equal(1, now.ExecuteScalar<long>("select count(*) from experiments where name = 'kept'"));
    }

    [Fact]
    public void Processes_that_find_a_new_schema_at_once_make_it_once()
    {
        PostgresOptions options = _home.Options with { Schema = $"{_home.Schema}_new" };

        Parallel.For(0, 4, _ => new PostgresDatabase(options, _home.Time).Dispose());

        using NpgsqlConnection connection = PostgresHome.Connect(options);
        Assert.Equal(Enumerable.Range(1, Migrations.Newest), connection.Query<int>("select number from schema_steps order by number"));
    }

    [Fact]
    public async Task A_burst_of_writers_needs_no_thread_that_the_others_hold()
    {
        // With a thread more for every writer that has its turn, the pool would add one or two a second.
        using PostgresDatabase database = new(_home.Options with { WriteWait = TimeSpan.FromSeconds(10) }, _home.Time);
        var store = new TrackingStore(database);

        long[] made = await Task.WhenAll(Enumerable.Range(0, 48).Select(i => Task.Run(() => store.CreateExperiment($"e{i}", null, []))));

        Assert.Equal(48, made.Distinct().Count());
    }

    [Fact]
    public void Homes_that_share_a_database_read_their_logs_each_at_its_own_place()
    {
        using PostgresDatabase first = new(_home.Options, _home.Time) { HomeId = "one" };
        using PostgresDatabase second = new(_home.Options, _home.Time) { HomeId = "two" };

        new ScoreStore(first).Save("topic_2", 7, [SampleRows.Event("a")]);

        Assert.Equal((7, 0), (new ScoreStore(first).PositionOf("topic_2"), new ScoreStore(second).PositionOf("topic_2")));
    }

    [Fact]
    public void Names_are_in_the_order_of_their_bytes_whatever_language_the_database_has()
    {
        var store = new ModelStore(_home.Database);
        foreach (string name in new[] { "ä", "b", "B", "a", "_", "A" })
        {
            store.Register(SampleRows.Version(name));
        }

        Assert.Equal(["A", "B", "_", "a", "b", "ä"], store.List(null).Select(v => v.Name));
    }

    [Fact]
    public void Views_of_HAMF_have_times()
    {
        new ModelStore(_home.Database).Register(SampleRows.Version("m"));
        new LabelStore(_home.Database).Add([new Label("e", true, "anna", _home.Time.GetUtcNow())]);

        using NpgsqlConnection connection = _home.Connect();
        var eight = new DateTime(2026, 3, 1, 8, 0, 0, DateTimeKind.Unspecified);
        Assert.Equal(("m", 1, eight), connection.QuerySingle<(string, long, DateTime)>("select model_name, model_version, creation_date from models_master"));
        Assert.Equal(("completed", eight), connection.QuerySingle<(string, DateTime)>("select training_status, \"timestamp\" from training_results"));
        Assert.Equal([eight, eight], connection.Query<DateTime>("select operation_timestamp from audit_log"));
    }

    [Fact]
    public void Text_that_it_cannot_keep_is_refused_in_words_and_nothing_is_written()
    {
        var labels = new LabelStore(_home.Database);
        foreach ((string id, string says) in new[] { ("a\0b", "NUL"), ("a\ud800b", "surrogate") })
        {
            RegistryException error = Assert.Throws<RegistryException>(() =>
                labels.Add([new Label("fine", true, "anna", _home.Time.GetUtcNow()), new Label(id, true, "anna", _home.Time.GetUtcNow())]));

            Assert.Contains(says, error.Message, StringComparison.Ordinal);
            Assert.Equal(0, labels.Count());
        }
    }

    [Theory]
    [InlineData("password")]
    [InlineData("database")]
    [InlineData("port")]
    public void What_cannot_be_opened_says_so_without_the_password(string wrong)
    {
        PostgresOptions options = wrong switch
        {
            "password" => _home.Options with { Password = PostgresServer.Password + "x" },
            "database" => _home.Options with { Database = "nowhere" },
            _ => _home.Options with { Port = 1 },
        };

        StoreException error = Assert.Throws<StoreException>(() => new PostgresDatabase(options, _home.Time));

        Assert.Contains("postgres://hamf@127.0.0.1", error.Message, StringComparison.Ordinal);
        Assert.Equal(wrong == "port", error.IsTransient);
        Assert.DoesNotContain(PostgresServer.Password, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_waits_too_long_for_other_writers_may_try_again()
    {
        using PostgresDatabase hasty = new(_home.Options with { WriteWait = TimeSpan.FromMilliseconds(50) }, _home.Time);

        StoreException error = Assert.Throws<StoreException>(() => _home.Database.Write(_ => new RunStore(hasty).Start("e", "r")));

        Assert.Contains("written by others", error.Message, StringComparison.Ordinal);
        Assert.True(error.IsTransient);
        Assert.NotEmpty(new RunStore(hasty).Start("e", "r"));
    }

    [Fact]
    public void A_statement_that_takes_too_long_is_given_up()
    {
        using PostgresDatabase hasty = new(_home.Options with { StatementTimeout = TimeSpan.FromSeconds(1) }, _home.Time);

        StoreException error = Assert.Throws<StoreException>(() =>
            hasty.Write(transaction => transaction.Connection!.Execute("select pg_sleep(600)", transaction: transaction)));

        Assert.True(error.IsTransient);
        Assert.NotEmpty(new RunStore(hasty).Start("e", "r"));
    }

    [Fact]
    public void A_transaction_in_which_a_statement_failed_is_never_committed()
    {
        Assert.Throws<StoreException>(() => _home.Database.Write(transaction =>
        {
            transaction.Connection!.Execute("insert into row_counts(name, count) values ('half', 1)", transaction: transaction);
            Assert.ThrowsAny<NpgsqlException>(() => transaction.Connection!.Execute("select 1 / 0", transaction: transaction));
            return 0;
        }));

        Assert.Equal(0, _home.Database.Read(connection => connection.ExecuteScalar<long>("select count(*) from row_counts")));
    }

    [Fact]
    public void Connects_through_a_Unix_socket()
    {
        using PostgresDatabase database = new(_home.Options with { Host = PostgresServer.Shared.SocketFolder }, _home.Time);

        Assert.NotEmpty(new RunStore(database).Start("e", "r"));
    }

    public void Dispose() => _home.Dispose();

    protected override Database Open() => _home.Open();

    protected override DbConnection Connect() => _home.Connect();
}
