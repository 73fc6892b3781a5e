namespace Hamf.Models.Trees.Scoring;

/// <summary>Scores one row. Immutable, thread-safe; the same bits as <see cref="PlainScorer"/>.</summary>
internal interface IRowScorer
{
    /// <summary>The raw outputs of a row. Allocates nothing.</summary>
    void Score(ReadOnlySpan<double> values, Span<double> outputs);
}
