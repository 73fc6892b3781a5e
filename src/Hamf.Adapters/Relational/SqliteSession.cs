using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hamf.Adapters.Relational;

/// <summary>A connection to SQLite that keeps the statements it has prepared by the raw API. One thread at a time.</summary>
internal sealed class SqliteSession(string connectionString) : SqliteConnection(connectionString)
{
    // Most statements are written in the code, some are made up for a search: those must not fill the memory.
    private const int KeptMax = 256;
    private const int KeptCharsMax = 4_000;

    private readonly Dictionary<string, SqliteCommand> _kept = [];
    private readonly Dictionary<string, SqliteInsert> _inserts = [];
    private readonly Dictionary<string, SqliteQuery> _queries = [];

    /// <summary>Inserts rows.</summary>
    /// <returns>How many were inserted or changed.</returns>
    public int Insert(BulkInsert rows)
    {
        string sql = SqliteInsert.Sql(rows);
        if (!_inserts.TryGetValue(sql, out SqliteInsert? insert))
        {
            insert = new SqliteInsert(Handle!, sql);
            _inserts.Add(sql, insert);
        }

        return insert.Run(rows);
    }

    /// <summary>Reads the rows of owners (<see cref="Database.ReadOwned"/>).</summary>
    public void ReadOwned(string sqlFormat, IReadOnlyList<long> owners, Action<RowReader> read)
    {
        if (!_queries.TryGetValue(sqlFormat, out SqliteQuery? query))
        {
            query = new SqliteQuery(Handle!, string.Format(null, sqlFormat, "= ?"));
            _queries.Add(sqlFormat, query);
        }

        query.Run(owners, read);
    }

    /// <summary>Hands out a command with this text; from its second use on its statement stays prepared.</summary>
    public SqliteCommand Take(string text)
    {
        if (_kept.Remove(text, out SqliteCommand? known))
        {
            // What comes a second time will come often. Before that a script may make the tables that its end works on.
            known.Prepare();
            return known;
        }

        SqliteCommand made = CreateCommand();
        made.CommandText = text;
        return made;
    }

    /// <summary>Takes a command back and keeps its statement for the next that needs it.</summary>
    public void GiveBack(SqliteCommand command)
    {
        if (_kept.Count == KeptMax)
        {
            ForgetKept();
        }

        command.Parameters.Clear();
        command.Transaction = null;
        if (command.CommandText.Length > KeptCharsMax || !_kept.TryAdd(command.CommandText, command))
        {
            command.Dispose();
        }
    }

    /// <summary>Begins to read one moment of the database.</summary>
    public void Begin() => SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(Handle, "begin"), Handle);

    /// <summary>Ends the reading; false when the connection cannot be used again. An error may have ended it already.</summary>
    public bool TryEnd() => raw.sqlite3_get_autocommit(Handle) != 0 || raw.sqlite3_exec(Handle, "commit") == raw.SQLITE_OK;

    protected override DbCommand CreateDbCommand() => new SessionCommand(this);

    protected override void Dispose(bool disposing)
    {
        ForgetKept();
        foreach (SqliteInsert insert in _inserts.Values)
        {
            insert.Dispose();
        }

        foreach (SqliteQuery query in _queries.Values)
        {
            query.Dispose();
        }

        _inserts.Clear();
        _queries.Clear();
        base.Dispose(disposing);
    }

    private void ForgetKept()
    {
        foreach (SqliteCommand command in _kept.Values)
        {
            command.Dispose();
        }

        _kept.Clear();
    }
}
