namespace Hamf.Pipeline.Rows;

/// <summary>The columns of an event, in order, with the positions of those that have a special role. Immutable.</summary>
public sealed class EventSchema
{
    private readonly Dictionary<string, int> _indexOf;

    /// <summary>Builds the schema; the caller (the detector's checker) has made sure that names and single roles are unique.</summary>
    public EventSchema(IReadOnlyList<ColumnSpec> columns)
    {
        Columns = columns;
        _indexOf = columns.Select((c, i) => (c.Name, i)).ToDictionary(p => p.Name, p => p.i, StringComparer.Ordinal);
        KeyIndex = IndexOf(ColumnRole.Key);
        TimeIndex = IndexOf(ColumnRole.Time);
        LabelIndex = IndexOf(ColumnRole.Label);
        EntityIndex = IndexOf(ColumnRole.Entity);
    }

    /// <summary>The columns in declared order.</summary>
    public IReadOnlyList<ColumnSpec> Columns { get; }

    /// <summary>Position of the key column, or -1.</summary>
    public int KeyIndex { get; }

    /// <summary>Position of the time column, or -1.</summary>
    public int TimeIndex { get; }

    /// <summary>Position of the label column, or -1.</summary>
    public int LabelIndex { get; }

    /// <summary>Position of the first entity column, or -1.</summary>
    public int EntityIndex { get; }

    /// <summary>Delimiter of CSV files. <value>comma</value></summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>Decimal sign of numbers in CSV files. <value>point</value></summary>
    public char DecimalSign { get; init; } = '.';

    /// <summary>Position of the column of that name, or -1.</summary>
    public int IndexOf(string name) => _indexOf.GetValueOrDefault(name, -1);

    private int IndexOf(ColumnRole role)
    {
        for (int i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Role == role)
            {
                return i;
            }
        }

        return -1;
    }
}
