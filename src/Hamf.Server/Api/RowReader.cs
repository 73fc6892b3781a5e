using System.Collections.Concurrent;
using System.Text.Json;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Validation;

namespace Hamf.Server.Api;

/// <summary>Reads JSON objects into pooled rows of one schema. Thread-safe.</summary>
internal sealed class RowReader(EventSchema schema)
{
    private const int MaxKept = 64;

    private readonly JsonRowParser _parser = new(schema);
    private readonly ConcurrentBag<Row> _rows = [];

    public EventSchema Schema => schema;

    /// <summary>A row to fill; give it back with <see cref="Return"/>.</summary>
    public Row Rent() => _rows.TryTake(out Row? row) ? row : new Row(schema);

    public void Return(Row row)
    {
        if (_rows.Count < MaxKept)
        {
            _rows.Add(row);
        }
    }

    /// <summary>Fills <paramref name="row"/> from one JSON object and nothing after it.</summary>
    /// <returns>True when the row is valid; otherwise <paramref name="rejects"/> has grown.</returns>
    /// <exception cref="JsonException">The bytes are not one JSON object.</exception>
    public bool TryRead(ReadOnlySpan<byte> json, Row row, long number, ICollection<Reject> rejects)
    {
        Utf8JsonReader reader = new(json, RowLimits.JsonOptions);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException($"expected an object, found {BodyRowsReader.Name(reader.TokenType)}");
        }

        row.Clear();
        bool valid = _parser.TryRead(ref reader, row, number, rejects);
        reader.Read();
        return valid;
    }
}
