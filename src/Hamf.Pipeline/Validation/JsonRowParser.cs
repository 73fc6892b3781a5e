using System.Text.Json;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Validation;

/// <summary>Turns a JSON object into a <see cref="Row"/> by the schema. Immutable and thread-safe; the row is the caller's.</summary>
public sealed class JsonRowParser
{
    private readonly RowRules _rules;
    private readonly MemberNames _names;

    /// <summary>A parser for that schema; an absent label is an unknown label.</summary>
    /// <exception cref="ArgumentException">A column's declaration cannot be followed: an unknown time zone, a positive class of the wrong type.</exception>
    public JsonRowParser(EventSchema schema)
        : this(schema, requireLabel: false)
    {
    }

    /// <summary>A parser for that schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="requireLabel">Whether an object without a label is refused (unless the label is nullable).</param>
    /// <exception cref="ArgumentException">A column's declaration cannot be followed.</exception>
    public JsonRowParser(EventSchema schema, bool requireLabel)
    {
        ArgumentNullException.ThrowIfNull(schema);
        Schema = schema;
        _rules = new RowRules(schema, decimalSign: '.', requireLabel);
        _names = new MemberNames(schema);
    }

    /// <summary>The schema that rows are checked against.</summary>
    public EventSchema Schema { get; }

    /// <summary>
    /// Reads one flat object at the reader's position. Members that the schema does not know are ignored; numbers are accepted
    /// as strings and the other way round where nothing is lost.
    /// </summary>
    /// <param name="reader">At the object's start; left at its end.</param>
    /// <param name="row">Receives the values.</param>
    /// <param name="lineNumber">Number put into rejects.</param>
    /// <param name="rejects">Receives every fault of the row, not only the first, in schema order.</param>
    /// <returns>True when the row is valid.</returns>
    /// <exception cref="JsonException">The bytes are not JSON.</exception>
    public bool TryRead(ref Utf8JsonReader reader, Row row, long lineNumber, ICollection<Reject> rejects)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(rejects);
        if (reader.TokenType == JsonTokenType.None)
        {
            ReadToken(ref reader);
        }

        row.Clear();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            rejects.Add(new Reject(lineNumber, "", FieldRules.JsonObject, KindOf(reader.TokenType)));
            reader.Skip();
            return false;
        }

        return new JsonRowReader(_rules, _names, row, lineNumber).Read(ref reader, rejects);
    }

    /// <summary>Moves to the next token.</summary>
    /// <exception cref="JsonException">There is none.</exception>
    internal static void ReadToken(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
        {
            throw new JsonException("The JSON ends too early.");
        }
    }

    private static string KindOf(JsonTokenType token) => token switch
    {
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };
}
