using System.Data;
using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;

namespace Hamf.Adapters.Relational;

/// <summary>
/// Values that stand in a statement as <c>in @name</c>. Dapper writes such a list out for SQLite, but hands PostgreSQL an array, which is no list to
/// <c>in</c>; this writes it out for both. Not empty: ask nothing where there is nothing to ask for.
/// </summary>
internal sealed class ValueList<T>(IReadOnlyList<T> values) : SqlMapper.ICustomQueryParameter
    where T : notnull
{
    void SqlMapper.ICustomQueryParameter.AddParameter(IDbCommand command, string name)
    {
        var names = new string[values.Count];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = string.Create(CultureInfo.InvariantCulture, $"@{name}{i}");
            IDbDataParameter parameter = command.CreateParameter();
            parameter.ParameterName = names[i];
            parameter.Value = values[i];
            command.Parameters.Add(parameter);
        }

        command.CommandText = Regex.Replace(command.CommandText, $@"@{name}\b", $"({string.Join(", ", names)})");
    }
}
