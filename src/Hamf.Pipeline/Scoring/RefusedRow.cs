using Hamf.Models.Graph;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Scoring;

/// <summary>Makes a reject of a row that its model refuses: bad data is a value from here on.</summary>
public static class RefusedRow
{
    /// <summary>The reject, with the model's own reason.</summary>
    /// <param name="lineNumber">As in <see cref="Reject"/>.</param>
    /// <param name="refusal">What the model said; it names columns, never values.</param>
    public static Reject At(long lineNumber, RowRefusedException refusal) =>
        new(lineNumber, "", "a row that the model gives a score for", refusal.Message.TrimEnd('.'));
}
