using Npgsql;
using NpgsqlTypes;

namespace Hamf.Adapters.Relational;

/// <summary>Many rows in one statement.</summary>
internal static class PostgresBulk
{
    public static int Insert(NpgsqlTransaction transaction, BulkInsert rows)
    {
        string names = string.Join(", ", rows.Columns.Select(c => c.Name));
        string arrays = string.Join(", ", rows.Columns.Select(c => "@" + c.Name));
        string conflict = rows.OnConflict.Length == 0 ? "" : $" on conflict {rows.OnConflict}";
        using var command = new NpgsqlCommand($"insert into {rows.Table}({names}) select * from unnest({arrays}){conflict}", transaction.Connection, transaction);
        foreach (BulkColumn column in rows.Columns)
        {
            command.Parameters.Add(Parameter(column));
        }

        return command.ExecuteNonQuery();
    }

    private static NpgsqlParameter Parameter(BulkColumn column) => column switch
    {
        LongColumn c => new NpgsqlParameter<long[]>(c.Name, NpgsqlDbType.Array | NpgsqlDbType.Bigint) { TypedValue = c.Values },
        DoubleColumn c => new NpgsqlParameter<double[]>(c.Name, NpgsqlDbType.Array | NpgsqlDbType.Double) { TypedValue = c.Values },
        TextColumn c => new NpgsqlParameter<string?[]>(c.Name, NpgsqlDbType.Array | NpgsqlDbType.Text) { TypedValue = c.Values },
        BytesColumn c => new NpgsqlParameter<byte[][]>(c.Name, NpgsqlDbType.Array | NpgsqlDbType.Bytea) { TypedValue = c.Values },
        _ => throw new ArgumentOutOfRangeException(nameof(column), column, "A column of this kind cannot be inserted."),
    };
}
