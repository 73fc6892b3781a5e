using System.Data;
using System.Text.Json;
using Dapper;
using Npgsql;

namespace Hamf.Adapters.Relational;

/// <summary>
/// Values that stand in a statement as <c>in @name</c>, of any number, in one parameter: the statement is the same for every list, and a list of
/// hundreds costs little more than one value. SQLite reads them from a JSON text, PostgreSQL from an array.
/// </summary>
internal sealed class ValueList<T>(IReadOnlyList<T> values) : SqlMapper.ICustomQueryParameter
    where T : notnull
{
    void SqlMapper.ICustomQueryParameter.AddParameter(IDbCommand command, string name)
    {
        bool takesArrays = command is NpgsqlCommand;

        // The text first: by it a session knows the statement that it has prepared (SessionCommand).
        command.CommandText = command.CommandText.Replace(
            "in @" + name, takesArrays ? $"= any(@{name})" : $"in (select value from json_each(@{name}))", StringComparison.Ordinal);
        IDbDataParameter parameter = command.CreateParameter();
        parameter.ParameterName = "@" + name;
        parameter.Value = takesArrays ? values.ToArray() : JsonSerializer.Serialize(values);
        command.Parameters.Add(parameter);
    }
}
