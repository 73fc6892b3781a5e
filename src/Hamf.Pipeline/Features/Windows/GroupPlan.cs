namespace Hamf.Pipeline.Features.Windows;

/// <summary>All aggregates over the same <c>by</c> columns: what their entries hold and how it is read.</summary>
internal sealed class GroupPlan
{
    public GroupPlan(IReadOnlyList<int> by, IReadOnlyList<Aggregate> aggregates, long latenessMs)
    {
        By = [.. by];
        Columns = ColumnsOf(aggregates);
        Ladders = LaddersOf(aggregates.Where(a => a.ReadsEntries && !a.ReadsIdentity));
        DistinctLadders = LaddersOf(aggregates.Where(a => a.Kind == AggregateKind.Distinct));
        SeenBefore = aggregates.Where(a => a.Kind == AggregateKind.SeenBefore).Select(a => (ColumnOf(a), a)).ToArray();
        SinceLast = aggregates.Where(a => a.Kind == AggregateKind.SinceLast).ToArray();
        FirstSeen = aggregates.Where(a => a.Kind == AggregateKind.FirstSeen).OrderBy(a => a.SpanMs).ToArray();
        Slots = aggregates.Select(a => a.Slot).ToArray();
        ReadsLabel = Columns.Any(c => c.ReadsLabel);
        HeaderWidth = ReadsLabel ? 3 : 1;
        RetentionMs = aggregates.Where(a => a.ReadsEntries).Select(a => a.SpanMs).DefaultIfEmpty(0).Max() + latenessMs;
        KeyRetentionMs = aggregates.Max(a => a.SpanMs) + latenessMs;
        TrackedColumns = DistinctLadders.Where(l => l.DelayMs == 0).Select(l => l.Column)
            .Concat(SeenBefore.Select(s => s.Column))
            .Where(c => !Columns[c].ReadsLabel)
            .Distinct().Order().ToArray();
        SummaryNeeds = Columns.Select((_, c) => NeedsOf(c)).ToArray();
    }

    /// <summary>Positions of the key's columns in the schema.</summary>
    public int[] By { get; }

    /// <summary>The values an entry keeps, sorted by their canonical text.</summary>
    public ColumnPlan[] Columns { get; }

    /// <summary>Which parts of a <see cref="Summary"/> the aggregates over each column read.</summary>
    public SummaryParts[] SummaryNeeds { get; }

    /// <summary>Columns of identities for which a busy key notes where each value was seen last.</summary>
    public int[] TrackedColumns { get; }

    public Ladder[] Ladders { get; }

    public Ladder[] DistinctLadders { get; }

    public (int Column, Aggregate Aggregate)[] SeenBefore { get; }

    public Aggregate[] SinceLast { get; }

    /// <summary>By ascending span; a key keeps one "first seen" for each.</summary>
    public Aggregate[] FirstSeen { get; }

    /// <summary>The slots of all aggregates of the group.</summary>
    public int[] Slots { get; }

    /// <summary>Whether entries keep an event id and a label time.</summary>
    public bool ReadsLabel { get; }

    /// <summary>Cells of an entry before its values: its time and, where labels are read, its label time and event id.</summary>
    public int HeaderWidth { get; }

    /// <summary>Cells of an entry.</summary>
    public int Width => HeaderWidth + Columns.Length;

    /// <summary>How long before its key's newest event an entry is held: the longest span and the allowed lateness.</summary>
    public long RetentionMs { get; }

    /// <summary>How long an idle key is held.</summary>
    public long KeyRetentionMs { get; }

    private static string CanonicalOf(Aggregate a) => (a.ReadsIdentity ? "identity " : "number ") + a.ValueText;

    private static ColumnPlan[] ColumnsOf(IReadOnlyList<Aggregate> aggregates) => aggregates
        .Where(a => a.Argument is not null || a.Filter is not null)
        .DistinctBy(CanonicalOf)
        .Select(a => new ColumnPlan(CanonicalOf(a), a.Argument, a.Filter, a.ReadsIdentity, a.ReadsLabel))
        .OrderBy(c => c.Canonical, StringComparer.Ordinal)
        .ToArray();

    private int ColumnOf(Aggregate aggregate)
    {
        string canonical = CanonicalOf(aggregate);
        return Array.FindIndex(Columns, c => c.Canonical == canonical);
    }

    private Ladder[] LaddersOf(IEnumerable<Aggregate> aggregates) => aggregates
        .GroupBy(a => (Column: ColumnOf(a), a.DelayMs))
        .OrderBy(g => g.Key)
        .Select(g => new Ladder(
            g.Key.Column,
            g.Key.DelayMs,
            [.. g.GroupBy(a => a.SpanMs).OrderBy(s => s.Key).Select(s => new LadderStep(s.Key, [.. s]))]))
        .ToArray();

    private SummaryParts NeedsOf(int column)
    {
        SummaryParts needs = SummaryParts.None;
        foreach (Aggregate aggregate in Ladders.Where(l => l.Column == column).SelectMany(l => l.Steps).SelectMany(s => s.Aggregates))
        {
            needs |= aggregate.Kind switch
            {
                AggregateKind.Sum or AggregateKind.Mean => SummaryParts.Sum,
                AggregateKind.Std => SummaryParts.Sum | SummaryParts.Squares,
                AggregateKind.Min or AggregateKind.Max => SummaryParts.Range,
                _ => SummaryParts.None,
            };
        }

        return needs;
    }
}
