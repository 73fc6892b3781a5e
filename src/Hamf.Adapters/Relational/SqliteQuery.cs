using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hamf.Adapters.Relational;

/// <summary>
/// A prepared select of the rows of one owner, run once per owner by the raw API: nothing is boxed, and texts that repeat are made once. Belongs to
/// one connection. A page of 100 runs with 2,500 values takes a fraction of what the general reader needs (bench/RESULTS.md, Search).
/// </summary>
internal sealed class SqliteQuery : RowReader, IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private readonly WordCache _words = new();

    public SqliteQuery(sqlite3 connection, string sql)
    {
        _connection = connection;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v3(connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement), connection);
    }

    /// <summary>Hands over the rows of each owner.</summary>
    public void Run(IReadOnlyList<long> owners, Action<RowReader> read)
    {
        try
        {
            for (int i = 0; i < owners.Count; i++)
            {
                Check(raw.sqlite3_bind_int64(_statement, 1, owners[i]));
                int result;
                while ((result = raw.sqlite3_step(_statement)) == raw.SQLITE_ROW)
                {
                    read(this);
                }

                Check(result == raw.SQLITE_DONE ? raw.SQLITE_OK : result);
                _ = raw.sqlite3_reset(_statement);
            }
        }
        finally
        {
            _ = raw.sqlite3_reset(_statement);
        }
    }

    public override long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    public override double Double(int column) => raw.sqlite3_column_double(_statement, column);

    // The bytes of a text as they are kept, which is UTF-8.
    public override string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(_statement, column));

    public override string Word(int column) => _words.Get(raw.sqlite3_column_blob(_statement, column));

    public override bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public void Dispose() => _statement.Dispose();

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _connection);
}
