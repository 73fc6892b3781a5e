using Hamf.Models.Data;

namespace Hamf.Pipeline.Rows;

/// <summary>
/// Validated rows of one schema in columns, with the line each came from, and the rejects met among them.
/// One owner at a time; reused from batch to batch.
/// </summary>
public sealed class RowBatch
{
    private readonly List<long> _lineNumbers = [];
    private readonly List<Reject> _rejects = [];

    /// <summary>An empty batch of that schema.</summary>
    public RowBatch(EventSchema schema)
    {
        Schema = schema;
        Table = new ColumnTable(schema.Columns.Select((c, i) => NewColumn(c, i == schema.LabelIndex)));
    }

    /// <summary>The schema of the rows.</summary>
    public EventSchema Schema { get; }

    /// <summary>The rows: one column per schema column, in schema order. The label is an integer column of 0 and 1.</summary>
    public ColumnTable Table { get; }

    /// <summary>Number of accepted rows.</summary>
    public int RowCount => _lineNumbers.Count;

    /// <summary>1-based line number of each accepted row.</summary>
    public IReadOnlyList<long> LineNumbers => _lineNumbers;

    /// <summary>The rows that were not accepted.</summary>
    public IReadOnlyList<Reject> Rejects => _rejects;

    /// <summary>Adds a copy of <paramref name="row"/>.</summary>
    public void Add(Row row, long lineNumber)
    {
        for (int c = 0; c < Table.Columns.Count; c++)
        {
            switch (Table.Columns[c])
            {
                case NumberColumn numbers:
                    numbers.Append(row.Number(c));
                    break;
                case IntegerColumn integers:
                    integers.Append(row.IsMissing(c) ? null : row.Integer(c));
                    break;
                case TextColumn texts:
                    texts.Append(row.Text(c));
                    break;
            }
        }

        _lineNumbers.Add(lineNumber);
    }

    /// <summary>Records a row that was not accepted.</summary>
    public void Add(Reject reject) => _rejects.Add(reject);

    /// <summary>Copies row <paramref name="index"/> (0-based) into <paramref name="row"/>, which has the same schema.</summary>
    public void CopyTo(int index, Row row)
    {
        for (int c = 0; c < Table.Columns.Count; c++)
        {
            Column column = Table.Columns[c];
            if (column.IsMissing(index))
            {
                row.SetMissing(c);
                continue;
            }

            switch (column)
            {
                case NumberColumn numbers:
                    row.SetNumber(c, numbers.Values[index]);
                    break;
                case IntegerColumn integers:
                    row.SetInteger(c, integers.Values[index]);
                    break;
                case TextColumn texts:
                    row.SetText(c, texts[index]);
                    break;
            }
        }
    }

    /// <summary>Removes all rows and rejects and keeps the memory.</summary>
    public void Clear()
    {
        Table.Clear();
        _lineNumbers.Clear();
        _rejects.Clear();
    }

    private static Column NewColumn(ColumnSpec column, bool isLabel) =>
        isLabel ? new IntegerColumn(column.Name) : ColumnTypes.KindOf(column.Type) switch
        {
            ColumnKind.Number => new NumberColumn(column.Name),
            ColumnKind.Text => new TextColumn(column.Name),
            _ => new IntegerColumn(column.Name),
        };
}
