using System.Text.Json;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Validation;

/// <summary>Turns a JSON object into a <see cref="Row"/> by the schema. Immutable and thread-safe; the row is the caller's.</summary>
public sealed class JsonRowParser(EventSchema schema)
{
    /// <summary>The schema that rows are checked against.</summary>
    public EventSchema Schema { get; } = schema;

    /// <summary>
    /// Reads one flat object at the reader's position. Members that the schema does not know are ignored; numbers are accepted
    /// as strings and the other way round where nothing is lost.
    /// </summary>
    /// <param name="reader">At the object's start; left at its end.</param>
    /// <param name="row">Receives the values.</param>
    /// <param name="lineNumber">Number put into rejects.</param>
    /// <param name="rejects">Receives every fault of the row, not only the first.</param>
    /// <returns>True when the row is valid.</returns>
    /// <exception cref="JsonException">The bytes are not JSON.</exception>
    public bool TryRead(ref Utf8JsonReader reader, Row row, long lineNumber, ICollection<Reject> rejects) =>
        throw new NotImplementedException();
}
