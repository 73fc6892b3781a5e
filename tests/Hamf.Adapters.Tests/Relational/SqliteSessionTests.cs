using System.Data.Common;
using Dapper;
using Hamf.Adapters.Relational;
using Hamf.TestKit;
using Microsoft.Data.Sqlite;

namespace Hamf.Adapters.Tests.Relational;

public sealed class SqliteSessionTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SqliteSession _session;
    private readonly DbConnection _connection;

    public SqliteSessionTests()
    {
        SqliteNative.Use();
        _session = new SqliteSession(new SqliteConnectionStringBuilder { DataSource = _folder.File("a.db"), Pooling = false }.ToString());
        _session.Open();
        _connection = _session;
        _connection.Execute("create table t(k text primary key, v integer); insert into t values ('a', 1), ('b', 2)");
    }

    [Fact]
    public void A_statement_is_prepared_once_however_often_it_runs()
    {
        const string Sql = "select v from t where k = @k";
        SqliteCommand first = Used(Sql);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(1, Value("a"));
            Assert.Equal(2, Value("b"));
            Assert.Null(Value("c"));
        }

        Assert.Same(first, Used(Sql));
        using DbTransaction transaction = _connection.BeginTransaction();
        Assert.Equal(2, _connection.ExecuteScalar<long>(Sql, new { k = "b" }, transaction));
        Assert.Same(first, Used(Sql));
    }

    [Fact]
    public void Two_at_a_time_have_a_statement_each()
    {
        using DbCommand outer = Command("select v from t where v >= @least order by v", ("least", 0));
        using DbDataReader rows = outer.ExecuteReader();
        Assert.True(rows.Read());
        using (DbCommand inner = Command("select v from t where v >= @least order by v", ("least", 2)))
        {
            Assert.Equal(2L, inner.ExecuteScalar());
        }

        Assert.True(rows.Read());
        Assert.Equal(2, rows.GetInt64(0));
        Assert.False(rows.Read());
    }

    [Fact]
    public void A_statement_works_again_after_an_error()
    {
        const string Sql = "insert into t values (@k, @v) returning v";
        Assert.Equal(3, _connection.ExecuteScalar<long>(Sql, new { k = "c", v = 3 }));
        Assert.ThrowsAny<DbException>(() => _connection.ExecuteScalar<long>(Sql, new { k = "c", v = 4 }));
        Assert.ThrowsAny<InvalidOperationException>(() => _connection.ExecuteScalar<long>(Sql));

        Assert.Equal(5, _connection.ExecuteScalar<long>(Sql, new { k = "d", v = 5 }));
        Assert.Equal([1, 2, 3, 5], _connection.Query<long>("select v from t order by v"));
    }

    [Fact]
    public void A_statement_that_was_left_early_locks_nothing()
    {
        using (DbCommand command = Command("select v from t"))
        using (DbDataReader rows = command.ExecuteReader())
        {
            Assert.True(rows.Read());
        }

        using var other = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _folder.File("a.db"), Pooling = false, DefaultTimeout = 1 }.ToString());
        other.Open();
        Assert.Equal(2, other.Execute("update t set v = v + 1"));
        Assert.Equal(2, Value("a"));
    }

    [Fact]
    public void A_statement_follows_a_change_of_the_schema()
    {
        Assert.Equal(1, Value("a"));
        _connection.Execute("alter table t rename to old; create table t(k text primary key, v integer, w integer); insert into t values ('a', 7, 8)");

        Assert.Equal(7, Value("a"));
    }

    [Fact]
    public void A_command_may_get_its_parameters_before_its_text()
    {
        using DbCommand command = _connection.CreateCommand();
        Add(command, "k", "b");
        command.CommandText = "select v from t where k = @k";

        Assert.Equal(2L, command.ExecuteScalar());
    }

    [Fact]
    public void Many_different_statements_do_not_pile_up()
    {
        SqliteCommand first = Used("select 0");
        for (int i = 1; i < 600; i++)
        {
            Assert.Equal(i, _connection.ExecuteScalar<long>($"select {i}"));
        }

        Assert.NotSame(first, Used("select 0"));
        Assert.Equal(1, Value("a"));
    }

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }

    // The command that a text is prepared in.
    private SqliteCommand Used(string sql)
    {
        SqliteCommand command = _session.Take(sql);
        _session.GiveBack(command);
        return command;
    }

    private long? Value(string key) => _connection.QuerySingleOrDefault<long?>("select v from t where k = @k", new { k = key });

    private DbCommand Command(string sql, params (string Name, object Value)[] parameters)
    {
        DbCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object value) in parameters)
        {
            Add(command, name, value);
        }

        return command;
    }

    private static void Add(DbCommand command, string name, object value)
    {
        DbParameter parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }
}
