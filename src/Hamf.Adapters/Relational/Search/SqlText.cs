using System.Globalization;
using System.Text;
using Dapper;
using Hamf.Pipeline.Registry.Search;

namespace Hamf.Adapters.Relational.Search;

/// <summary>A statement in the making: text of ours, values from outside as parameters only.</summary>
internal sealed class SqlText(SqlDialect dialect)
{
    private readonly StringBuilder _text = new();
    private int _count;

    /// <summary>Words of the database.</summary>
    public SqlDialect Dialect => dialect;

    /// <summary>The values, for Dapper.</summary>
    public DynamicParameters Parameters { get; } = new();

    /// <summary>Adds text; never a value.</summary>
    public SqlText Add(string sql)
    {
        _text.Append(sql);
        return this;
    }

    /// <summary>Keeps a value and returns the name to write in its place: <c>@p3</c>.</summary>
    public string Parameter(object value)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"@p{_count++}");
        Parameters.Add(name, value);
        return name;
    }

    /// <summary>A list of values to write behind <c>in</c>: <c>(@p3, @p4)</c>; an empty one fits nothing.</summary>
    public string List<T>(IEnumerable<T> values)
        where T : notnull
    {
        string names = string.Join(", ", values.Select(value => Parameter(value)));
        return names.Length == 0 ? "(null)" : $"({names})";
    }

    /// <summary>Adds the bounds of a page, with one row more than it holds: whether that one is there says whether there is a next page.</summary>
    public SqlText AddPage(SearchQuery query) => Add($" limit {Parameter(query.Max + 1L)} offset {Parameter(query.Offset)}");

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
