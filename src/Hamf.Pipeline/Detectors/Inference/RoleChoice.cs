using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Detectors.Inference;

/// <summary>Which columns are key, time and entity: as asked for, or where name and content leave no doubt.</summary>
internal sealed class RoleChoice
{
    private const int MinRows = 30;

    private readonly List<string> _warnings = [];

    public ColumnProfile? Key { get; private set; }

    public ColumnProfile? Time { get; private set; }

    public ColumnProfile? Entity { get; private set; }

    /// <summary>Why each was chosen.</summary>
    public string KeyWhy { get; private set; } = "given";

    public string TimeWhy { get; private set; } = "given";

    public string EntityWhy { get; private set; } = "given";

    /// <summary>What was left out because it was doubtful.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    public static RoleChoice Make(TableProfile table, DraftWish wish)
    {
        List<ColumnProfile> free = [.. table.Columns.Where(c => c.Name != wish.Label && !wish.Ignore.Contains(c.Name))];
        var choice = new RoleChoice
        {
            Key = table.Find(wish.Key),
            Time = table.Find(wish.Time),
            Entity = table.Find(wish.Entity),
        };
        choice.ProposeTime(table, free);
        choice.ProposeKey(table, free);
        choice.ProposeEntity(table, free);
        choice.CheckGiven(table);
        return choice;
    }

    /// <summary>The role of a column, or null when it has none of the three.</summary>
    public ColumnRole? RoleOf(ColumnProfile column) =>
        column == Key ? ColumnRole.Key : column == Time ? ColumnRole.Time : column == Entity ? ColumnRole.Entity : null;

    private void ProposeTime(TableProfile table, List<ColumnProfile> free)
    {
        if (Time is not null)
        {
            return;
        }

        List<ColumnProfile> times = free.FindAll(c => c.Missing == 0 && TimeForms.Of(table, c) is { Doubt: null, Type: ColumnType.Time });
        List<ColumnProfile> texts = times.FindAll(c => !table.IsNumeric(c));
        List<ColumnProfile> sure = texts.Count > 0 ? texts : times;
        if (sure.Count == 1 && sure[0].Words.IsTime)
        {
            Time = sure[0];
            TimeWhy = "the only column of dates with a time of day, and named like a time";
        }
        else if (sure.Count > 0)
        {
            _warnings.Add($"no time column is set: {Names(sure)} may be it. Run again with --time COLUMN to get a split by time and window features.");
        }
    }

    private void ProposeKey(TableProfile table, List<ColumnProfile> free)
    {
        if (Key is not null || table.Rows < MinRows)
        {
            return;
        }

        List<ColumnProfile> keys = free.FindAll(c => c != Entity && c != Time && c.Words.IsEventId && c.Missing == 0 && c.DistinctShare >= (c.IsDistinctExact ? 1 : 0.9)
            && (!table.IsNumeric(c) || table.NumbersOf(c).IsWhole));
        if (keys.Count == 1)
        {
            Key = keys[0];
            KeyWhy = "different in every row, and named like an event's id";
        }
        else if (keys.Count > 1)
        {
            _warnings.Add($"no key is set: {Names(keys)} may each be it. Run again with --key COLUMN; without a key, outputs name rows by number.");
        }
    }

    private void ProposeEntity(TableProfile table, List<ColumnProfile> free)
    {
        if (Entity is not null || table.Rows < MinRows)
        {
            return;
        }

        List<ColumnProfile> actors = free.FindAll(c => c != Key && c != Time && c.Words.ActorRank >= 0 && c.Missing == 0
            && c.Distinct >= 10 && c.Distinct * 2 <= c.Present && (!table.IsNumeric(c) || table.NumbersOf(c).IsWhole));
        ColumnProfile? best = actors.MinBy(c => c.Words.ActorRank);
        if (best is null)
        {
            return;
        }

        if (actors.Count(c => c.Words.ActorRank == best.Words.ActorRank) == 1)
        {
            Entity = best;
            EntityWhy = $"named like somebody who acts, {(double)best.Present / best.Distinct:N0} events each on average";
        }
        else
        {
            _warnings.Add($"no entity is set: {Names(actors)} may be it. Run again with --entity COLUMN to get window features.");
        }
    }

    private void CheckGiven(TableProfile table)
    {
        if (Key is not null && (Key.Missing > 0 || Key.DistinctShare < (Key.IsDistinctExact ? 1 : 0.9)))
        {
            _warnings.Add($"key '{Key.Name}' is not different in every row ({Key.Distinct:N0} values in {table.Rows:N0} rows): rows with a repeated "
                + "key count as the same event in streams");
        }

        if (Entity is not null && Entity.DistinctShare > 0.95 && table.Rows >= MinRows)
        {
            _warnings.Add($"entity '{Entity.Name}' hardly repeats ({Entity.Distinct:N0} values in {table.Rows:N0} rows): windows over it will be empty");
        }
    }

    private static string Names(List<ColumnProfile> columns) => string.Join(" and ", columns.Select(c => $"'{c.Name}'"));
}
