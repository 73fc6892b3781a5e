using System.Data.Common;
using Dapper;
using Hamf.Adapters.Relational;
using Hamf.Pipeline.Registry;
using Hamf.TestKit;
using Npgsql;

namespace Hamf.Adapters.Tests.Relational;

/// <summary>Connections that are cut and a server that is killed: a durable one of these tests' own.</summary>
[Trait("needs", "postgres")]
public sealed class PostgresFaultTests : IDisposable
{
    private readonly PostgresServer _server = PostgresServer.Start(durable: true);
    private readonly PostgresDatabase _database;
    private readonly ScoreStore _scores;

    public PostgresFaultTests()
    {
        _database = new PostgresDatabase(Options, TimeProvider.System);
        _scores = new ScoreStore(_database);
    }

    private PostgresOptions Options => PostgresUrl.Parse(_server.Url("faults")) with { WriteWait = TimeSpan.FromMinutes(2), ConnectTimeout = TimeSpan.FromMinutes(2) };

    [Fact]
    public void A_connection_cut_within_a_transaction_undoes_it_and_the_next_call_works()
    {
        _scores.Save("t", 1, [SampleRows.Event("before")]);

        StoreException error = Assert.Throws<StoreException>(() => _database.Write(transaction =>
        {
            transaction.Connection!.Execute("insert into row_counts(name, count) values ('half', 1)", transaction: transaction);
            Cut(transaction);
            return transaction.Connection!.Execute("select 1", transaction: transaction);
        }));

        Assert.True(error.IsTransient);
        Assert.Equal(1, _scores.Save("t", 2, [SampleRows.Event("after")]));
        Assert.Equal(["scores"], _database.Read(c => c.Query<string>("select name from row_counts")));
    }

    [Fact]
    public void A_connection_cut_before_the_answer_to_a_commit_leaves_its_outcome_unknown()
    {
        StoreException error = Assert.Throws<StoreException>(() => _database.Write(transaction =>
        {
            Cut(transaction);
            return 0;
        }));

        Assert.Contains("unknown", error.Message, StringComparison.Ordinal);
        Assert.True(error.IsTransient);
        Assert.Equal(1, _scores.Save("t", 1, [SampleRows.Event("after")]));
    }

    [Fact]
    public void Connections_cut_while_nobody_uses_them_are_replaced_unnoticed()
    {
        Parallel.For(0, 4, i => _scores.Save($"t{i}", 1, [SampleRows.Event($"{i}")]));
        CutAll();

        Assert.Equal(4, _scores.Count());
        CutAll();
        Assert.Equal(4, _scores.Query("d", 0, 10).Count());
        CutAll();
        Assert.Equal(1, _scores.Save("t", 1, [SampleRows.Event("after")]));
    }

    [Fact]
    public void A_server_that_is_down_is_transient_and_works_when_it_is_back()
    {
        _scores.Save("t", 1, [SampleRows.Event("before")]);
        _server.Kill();

        Assert.True(Assert.Throws<StoreException>(() => _scores.Count()).IsTransient);
        Assert.True(Assert.Throws<StoreException>(() => _scores.Save("t", 2, [SampleRows.Event("down")])).IsTransient);
        Assert.True(Assert.Throws<StoreException>(() => _scores.Query("d", 0, 10).Count()).IsTransient);
        Assert.True(Assert.Throws<StoreException>(() => new PostgresDatabase(Options, TimeProvider.System)).IsTransient);
        _server.StartAgain();

        Assert.Equal((1, 1), (_scores.Count(), _scores.PositionOf("t")));
        Assert.Equal(1, _scores.Save("t", 2, [SampleRows.Event("down")]));
    }

    [Fact]
    [Trait("size", "slow")]
    public async Task What_was_acknowledged_is_there_after_kills_and_nothing_is_half()
    {
        var acknowledged = new List<string>();
        for (int round = 0; round < 5; round++)
        {
            using var written = new CountdownEvent(10);
            Task<List<string>> writing = Task.Run(() => WriteUntilDown(round, written));
            written.Wait(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
            _server.Kill();
            acknowledged.AddRange(await writing);
            _server.StartAgain();
        }

        string[] stored = [.. _scores.Query("d", 0, 10).Select(e => e.EventId)];
        Assert.True(acknowledged.Count >= 50);
        Assert.Empty(acknowledged.Except(stored));
        Assert.Equal(stored.Length, _scores.Count());
        Assert.All(stored.GroupBy(id => id[..id.LastIndexOf('-')]), pair => Assert.Equal(2, pair.Count()));
    }

    public void Dispose()
    {
        _database.Dispose();
        _server.Dispose();
    }

    // Two events a call: half of one would be a single event.
    private List<string> WriteUntilDown(int round, CountdownEvent written)
    {
        var acknowledged = new List<string>();
        for (int i = 0; ; i++)
        {
            try
            {
                _scores.Save("t", i + 1, [SampleRows.Event($"{round}-{i}-a"), SampleRows.Event($"{round}-{i}-b")]);
                acknowledged.AddRange([$"{round}-{i}-a", $"{round}-{i}-b"]);
                if (!written.IsSet)
                {
                    written.Signal();
                }
            }
            catch (StoreException e) when (e.IsTransient)
            {
                return acknowledged;
            }
        }
    }

    private void Cut(DbTransaction transaction)
    {
        int process = transaction.Connection!.ExecuteScalar<int>("select pg_backend_pid()", transaction: transaction);
        using NpgsqlConnection other = PostgresHome.Connect(Options);
        Assert.True(other.ExecuteScalar<bool>("select pg_terminate_backend(@process, 60000)", new { process }));
    }

    private void CutAll()
    {
        using NpgsqlConnection other = PostgresHome.Connect(Options);
        Assert.NotEmpty(other.Query<bool>("select pg_terminate_backend(pid, 60000) from pg_stat_activity where application_name = 'hamf'"));
    }
}
