using System.Data.Common;
using Dapper;

namespace Hamf.Adapters.Relational.Registry;

/// <summary>Statements on one connection, inside a transaction or not: what reads of the registry can be asked from either.</summary>
internal readonly struct RegistrySql(DbConnection connection, DbTransaction? transaction)
{
    public RegistrySql(DbTransaction transaction)
        : this(transaction.Connection!, transaction)
    {
    }

    public int Execute(string sql, object? parameters = null) => connection.Execute(sql, parameters, transaction);

    public T? Scalar<T>(string sql, object? parameters = null) => connection.ExecuteScalar<T>(sql, parameters, transaction);

    public List<T> Rows<T>(string sql, object? parameters = null) => connection.Query<T>(sql, parameters, transaction).AsList();

    /// <summary>Reads the rows of many ids, which stand in the statement as <c>in @ids</c>.</summary>
    public List<T> RowsOf<T, TId>(string sql, IReadOnlyList<TId> ids)
        where TId : notnull =>
        ids.Count == 0 ? [] : Rows<T>(sql, new { ids = new ValueList<TId>(ids) });
}
