using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hamf.Adapters.Relational;

/// <summary>
/// A prepared insert of one row that runs once per row of a batch, by the raw API: parameters have no names and nothing is boxed. Belongs to the
/// writing connection.
/// </summary>
internal sealed class SqliteInsert : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;

    public SqliteInsert(sqlite3 connection, string sql)
    {
        _connection = connection;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v3(connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement), connection);
    }

    /// <summary>The statement of a batch.</summary>
    public static string Sql(BulkInsert rows)
    {
        string names = string.Join(", ", rows.Columns.Select(c => c.Name));
        string values = string.Join(", ", rows.Columns.Select(_ => "?"));
        string conflict = rows.OnConflict.Length == 0 ? string.Empty : " on conflict " + rows.OnConflict;
        return $"insert into {rows.Table}({names}) values ({values}){conflict}";
    }

    /// <summary>Inserts the rows.</summary>
    /// <returns>How many were inserted or changed.</returns>
    public int Run(BulkInsert rows)
    {
        int before = raw.sqlite3_total_changes(_connection);
        byte[] bytes = ArrayPool<byte>.Shared.Rent(1024);
        try
        {
            for (int row = 0; row < rows.Length; row++)
            {
                for (int column = 0; column < rows.Columns.Count; column++)
                {
                    Bind(rows.Columns[column], column + 1, row, ref bytes);
                }

                Step();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }

        return raw.sqlite3_total_changes(_connection) - before;
    }

    public void Dispose() => _statement.Dispose();

    private void Bind(BulkColumn column, int number, int row, ref byte[] bytes)
    {
        int result = column switch
        {
            LongColumn longs => raw.sqlite3_bind_int64(_statement, number, longs.Values[row]),
            DoubleColumn doubles => raw.sqlite3_bind_double(_statement, number, doubles.Values[row]),
            TextColumn texts => BindText(texts.Values[row], number, ref bytes),
            BytesColumn blobs => BindBytes(blobs.Values[row], number),
            _ => throw new InvalidOperationException($"Columns of type {column.GetType().Name} cannot be inserted."),
        };
        SqliteException.ThrowExceptionForRC(result, _connection);
    }

    // An empty span has no address, which SQLite takes for null.
    private int BindBytes(byte[] value, int number) =>
        value.Length == 0 ? raw.sqlite3_bind_zeroblob(_statement, number, 0) : raw.sqlite3_bind_blob(_statement, number, value);

    private int BindText(string? text, int number, ref byte[] bytes)
    {
        if (text is null)
        {
            return raw.sqlite3_bind_null(_statement, number);
        }

        if (text.Length == 0)
        {
            // An empty span has no address, which SQLite takes for null.
            return raw.sqlite3_bind_text(_statement, number, string.Empty);
        }

        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most > bytes.Length)
        {
            ArrayPool<byte>.Shared.Return(bytes);
            bytes = ArrayPool<byte>.Shared.Rent(most);
        }

        // SQLite copies the bytes before it returns.
        return raw.sqlite3_bind_text(_statement, number, bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)));
    }

    private void Step()
    {
        int result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_DONE)
        {
            _ = raw.sqlite3_reset(_statement);
            return;
        }

        try
        {
            SqliteException.ThrowExceptionForRC(result, _connection);
        }
        finally
        {
            _ = raw.sqlite3_reset(_statement);
        }
    }
}
