using System.Data.Common;
using System.Globalization;
using System.Text;
using Dapper;
using Hamf.Pipeline.Registry.Search;

namespace Hamf.Adapters.Relational.Search;

/// <summary>A statement in the making: text of ours, values from outside as parameters only.</summary>
internal sealed class SqlText(SqlDialect dialect)
{
    private readonly StringBuilder _text = new();
    private readonly List<(string Name, object Value)> _values = [];

    /// <summary>Words of the database.</summary>
    public SqlDialect Dialect => dialect;

    /// <summary>The values, for Dapper.</summary>
    public DynamicParameters Parameters
    {
        get
        {
            var parameters = new DynamicParameters();
            _values.ForEach(value => parameters.Add(value.Name, value.Value));
            return parameters;
        }
    }

    /// <summary>Adds text; never a value.</summary>
    public SqlText Add(string sql)
    {
        _text.Append(sql);
        return this;
    }

    /// <summary>Keeps a value and returns the name to write in its place: <c>@p3</c>.</summary>
    public string Parameter(object value)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"@p{_values.Count}");
        _values.Add((name, value));
        return name;
    }

    /// <summary>A list of values to write behind <c>in</c>: <c>(@p3, @p4)</c>; an empty one fits nothing.</summary>
    public string List<T>(IEnumerable<T> values)
        where T : notnull
    {
        string names = string.Join(", ", values.Select(value => Parameter(value)));
        return names.Length == 0 ? "(null)" : $"({names})";
    }

    /// <summary>Runs the statement and returns the numbers of its only column.</summary>
    public List<long> Numbers(DbConnection connection)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = ToString();
        foreach ((string name, object value) in _values)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        var numbers = new List<long>();
        using DbDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            numbers.Add(reader.GetInt64(0));
        }

        return numbers;
    }

    /// <summary>Adds the bounds of a page, with one row more than it holds: whether that one is there says whether there is a next page.</summary>
    public SqlText AddPage(SearchQuery query) => Add($" limit {Parameter(query.Max + 1L)} offset {Parameter(query.Offset)}");

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
