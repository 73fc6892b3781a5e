using System.Data.Common;
using Dapper;

namespace Hamf.Adapters.Relational.Registry;

/// <summary>Statements on one connection, inside a transaction or not: what reads of the registry can be asked from either.</summary>
internal readonly struct RegistrySql(DbConnection connection, DbTransaction? transaction)
{
    // Lists of ids go into a statement in one of these lengths, so that there are few different statements to prepare.
    private static readonly int[] ListLengths = [1, 8, 32, 128, 256, 512];

    public RegistrySql(DbTransaction transaction)
        : this(transaction.Connection!, transaction)
    {
    }

    public int Execute(string sql, object? parameters = null) => connection.Execute(sql, parameters, transaction);

    public T? Scalar<T>(string sql, object? parameters = null) => connection.ExecuteScalar<T>(sql, parameters, transaction);

    public List<T> Rows<T>(string sql, object? parameters = null) => connection.Query<T>(sql, parameters, transaction).AsList();

    /// <summary>Reads the rows of many ids, which stand in the statement as <c>in @ids</c>; in the order of the statement within each part.</summary>
    public List<T> RowsOf<T, TId>(string sql, IReadOnlyList<TId> ids)
        where TId : notnull
    {
        List<T> rows = [];
        int longest = ListLengths[^1];
        for (int start = 0; start < ids.Count; start += longest)
        {
            int count = Math.Min(longest, ids.Count - start);
            int length = ListLengths.First(l => l >= count);
            rows.AddRange(Rows<T>(sql, new { ids = new ValueList<TId>([.. Enumerable.Range(0, length).Select(i => ids[start + Math.Min(i, count - 1)])]) }));
        }

        return rows;
    }
}
