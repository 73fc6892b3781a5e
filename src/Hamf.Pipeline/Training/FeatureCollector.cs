using Hamf.Models.Data;
using Hamf.Pipeline.Features;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Training;

/// <summary>
/// Gathers labelled feature vectors into growing columns: what training keeps of a row. Not thread-safe.
/// </summary>
internal sealed class FeatureCollector
{
    private readonly EventSchema _schema;
    private readonly double[][] _columns;
    private byte[] _labels = [];
    private long[] _timesMs = [];
    private ulong[] _entities = [];

    /// <summary>An empty collector.</summary>
    public FeatureCollector(FeatureSet features, EventSchema schema)
    {
        _schema = schema;
        _columns = new double[features.Specs.Count][];
        Array.Fill(_columns, []);
    }

    /// <summary>Number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a row's vector, label, time and entity.</summary>
    public void Add(Row row, ReadOnlySpan<double> values, bool label)
    {
        if (Count == _labels.Length)
        {
            Resize(Math.Max(1024, checked(Count * 2)));
        }

        for (int f = 0; f < _columns.Length; f++)
        {
            _columns[f][Count] = values[f];
        }

        _labels[Count] = label ? (byte)1 : (byte)0;
        _timesMs[Count] = row.TimeMs;
        _entities[Count] = EntityOf(row);
        Count++;
    }

    /// <summary>Hands over the columns; the collector is empty after it.</summary>
    /// <param name="trainingRows">How many of the rows, from the first, are not from a separate test file.</param>
    public TrainingTable Complete(int trainingRows)
    {
        Resize(Count);
        return new TrainingTable
        {
            Columns = _columns,
            RowCount = Count,
            TrainingRows = trainingRows,
            Labels = _labels,
            TimesMs = _schema.TimeIndex < 0 ? null : _timesMs,
            Entities = _schema.EntityIndex < 0 ? null : _entities,
        };
    }

    private void Resize(int capacity)
    {
        for (int f = 0; f < _columns.Length; f++)
        {
            Array.Resize(ref _columns[f], capacity);
        }

        Array.Resize(ref _labels, capacity);
        Array.Resize(ref _timesMs, capacity);
        Array.Resize(ref _entities, capacity);
    }

    private ulong EntityOf(Row row)
    {
        int entity = _schema.EntityIndex;
        if (entity < 0)
        {
            return 0;
        }

        return row.KindOf(entity) switch
        {
            ColumnKind.Integer when !row.IsMissing(entity) => StableHash.OfInteger(row.Integer(entity)),
            ColumnKind.Text => StableHash.OfText(row.Text(entity)),
            _ => StableHash.OfText(row.TextOf(entity)),
        };
    }
}

/// <summary>Labelled feature vectors in the order in which they were computed, before any choice about them.</summary>
internal sealed record TrainingTable
{
    /// <summary>[features][rows]; categories as codes of the learning encoding.</summary>
    public required double[][] Columns { get; init; }

    /// <summary>All rows, those of a separate test file last.</summary>
    public required int RowCount { get; init; }

    /// <summary>Rows that are not from a separate test file.</summary>
    public required int TrainingRows { get; init; }

    /// <summary>1 or 0, [rows].</summary>
    public required byte[] Labels { get; init; }

    /// <summary>Event times in Unix milliseconds, [rows], or null without a time column.</summary>
    public required long[]? TimesMs { get; init; }

    /// <summary>Hash of the entity, [rows], or null without an entity column.</summary>
    public required ulong[]? Entities { get; init; }

    /// <summary>Whether the test rows come from a file of their own.</summary>
    public bool HasTestFile => TrainingRows < RowCount;

    /// <summary>Number of positive rows.</summary>
    public int Positives => Labels.Count(l => l == 1);
}
