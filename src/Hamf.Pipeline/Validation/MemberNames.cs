using System.Collections.Frozen;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Validation;

/// <summary>
/// Which columns a name in a file or a JSON body stands for. A column's own name has rank 0, its aliases follow in their order; where several
/// names of a column are given, the lowest rank wins. One name may serve several columns: an event's only time may fill two of them.
/// </summary>
internal sealed class MemberNames
{
    private readonly FrozenDictionary<string, MemberTarget[]> _targets;
    private readonly FrozenDictionary<string, MemberTarget[]>.AlternateLookup<ReadOnlySpan<char>> _byChars;

    public MemberNames(EventSchema schema)
    {
        _targets = schema.Columns
            .SelectMany((spec, column) => NamesOf(spec).Select((name, rank) => (Name: name, Target: new MemberTarget(column, rank))))
            .GroupBy(p => p.Name, p => p.Target, StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
        _byChars = _targets.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The columns that the name stands for, mostly one; empty when the schema does not know it.</summary>
    public ReadOnlySpan<MemberTarget> Find(scoped ReadOnlySpan<char> name) =>
        _byChars.TryGetValue(name, out MemberTarget[]? targets) ? targets : [];

    private static IEnumerable<string> NamesOf(ColumnSpec spec) => spec.Aliases.Prepend(spec.Name).Distinct(StringComparer.Ordinal);
}

/// <summary>A column that a name stands for.</summary>
/// <param name="Column">Position in the schema.</param>
/// <param name="Rank">0 for the column's own name, then its aliases.</param>
internal readonly record struct MemberTarget(int Column, int Rank);
