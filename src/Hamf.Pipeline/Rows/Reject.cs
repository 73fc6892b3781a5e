namespace Hamf.Pipeline.Rows;

/// <summary>Why a row was not accepted. Bad data is a value, never an exception.</summary>
/// <param name="LineNumber">1-based line of the file (header included), or 1-based row of a request; 0 when unknown.</param>
/// <param name="Field">The column at fault, or empty when the whole row is.</param>
/// <param name="Rule">What was expected, in words: <c>a number</c>, <c>at least 0</c>, <c>23 fields as in the header</c>.</param>
/// <param name="Value">What was found, cut to 64 characters, masked when the column is personal; empty when missing.</param>
public sealed record Reject(long LineNumber, string Field, string Rule, string Value);
