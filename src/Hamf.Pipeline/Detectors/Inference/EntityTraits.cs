namespace Hamf.Pipeline.Detectors.Inference;

/// <summary>
/// Finds columns that never change for an entity and have so many values that they name it: a model would learn which cards had
/// frauds, not what fraud looks like. Needs a second pass over the file. Not thread-safe.
/// </summary>
internal sealed class EntityTraits
{
    private const double MinShareOfEntities = 0.3;
    private const int MinEntities = 20;

    private readonly ColumnProfile? _entity;
    private readonly List<(ColumnProfile Column, DistinctCounter Pairs)> _candidates;

    public EntityTraits(TableProfile table, RoleChoice roles)
    {
        _entity = roles.Entity;
        _candidates = _entity is null || _entity.Distinct < MinEntities
            ? []
            : [.. table.Columns.Where(c => roles.RoleOf(c) is null && c.Distinct > MinShareOfEntities * _entity.Distinct && c.Distinct <= 1.02 * _entity.Distinct)
                .Select(c => (c, new DistinctCounter()))];
    }

    /// <summary>Whether there is anything to count.</summary>
    public bool NeedsPass => _candidates.Count > 0;

    /// <summary>Adds the current row.</summary>
    public void Add(TableReader row)
    {
        ulong entity = DistinctCounter.HashOf(row.Cell(_entity!.Index));
        foreach ((ColumnProfile column, DistinctCounter pairs) in _candidates)
        {
            pairs.Add(DistinctCounter.HashOf(row.Cell(column.Index), entity), -1);
        }
    }

    /// <summary>True when the column is a fixed property of the entity with nearly as many values as there are entities.</summary>
    public bool Identifies(ColumnProfile column)
    {
        DistinctCounter? pairs = _candidates.Find(c => c.Column == column).Pairs;
        return pairs is not null && pairs.Count <= 1.05 * _entity!.Distinct;
    }
}
