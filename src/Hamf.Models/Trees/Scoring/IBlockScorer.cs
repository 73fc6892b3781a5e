using Hamf.Models.Data;

namespace Hamf.Models.Trees.Scoring;

/// <summary>Scores many rows at a time. Immutable, thread-safe; the same bits as <see cref="PlainScorer"/>.</summary>
internal interface IBlockScorer
{
    /// <summary>Rows below which scoring one by one is as fast.</summary>
    int WorthwhileRows { get; }

    /// <summary>The raw outputs of the rows <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> - 1, [count x outputs], row-major.</summary>
    void Score(FeatureTable table, int start, int count, Span<double> outputs);
}
