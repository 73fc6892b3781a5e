using Hamf.Pipeline.Registry.Search;

namespace Hamf.Adapters.Relational.Search;

/// <summary>What a search can ask of one table: where the fields of <see cref="FilterGrammar"/> are found. Immutable; make one per table, once.</summary>
internal sealed record SearchTable
{
    /// <summary>Attributes by the name that the grammar gives them: <c>["start_time"] = new("r.started_at_ms", IsNumeric: true)</c>.</summary>
    public required IReadOnlyDictionary<string, SearchColumn> Attributes { get; init; }

    /// <summary>Where tags are.</summary>
    public SearchValues? Tags { get; init; }

    /// <summary>Where parameters are.</summary>
    public SearchValues? Params { get; init; }

    /// <summary>Where the latest metrics are.</summary>
    public SearchValues? Metrics { get; init; }

    /// <summary>
    /// Properties of datasets by name: the column, and a condition that one of them fits, with <c>{0}</c> for what it must fit:
    /// <c>("d.digest", "exists (select 1 from inputs i join datasets d on ... where i.run_id = r.run_id and {0})")</c>.
    /// </summary>
    public IReadOnlyDictionary<string, (string Column, string ExistsFormat)> Datasets { get; init; } =
        new Dictionary<string, (string Column, string ExistsFormat)>();

    /// <summary>Where values of that kind are.</summary>
    public SearchValues Values(FieldKind kind) => kind switch
    {
        FieldKind.Metric => Metrics,
        FieldKind.Param => Params,
        FieldKind.Tag => Tags,
        _ => null,
    }
    ?? throw new ArgumentException($"This table has no {kind} to search by.", nameof(kind));
}
