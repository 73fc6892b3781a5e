using Hamf.Models.Data;

namespace Hamf.Models.Trees.Scoring;

/// <summary>
/// Scores an ensemble with the engines that suit it: one for single rows, one for many. Which they are shows in nothing but the time:
/// all give the bits of <see cref="PlainScorer"/>. Immutable and thread-safe.
/// </summary>
internal sealed class EnsembleScorer
{
    // What a thread takes at a time: long enough to hide its start, short enough that two threads end together.
    private const int PartRows = 16 * SelectNetwork.BlockRows;

    private readonly TreeEnsemble _trees;
    private readonly IReadOnlyList<FeatureInfo> _features;
    private readonly TreeLink _link;

    public EnsembleScorer(TreeEnsemble trees, IReadOnlyList<FeatureInfo> features, TreeLink link, SimdLevel level)
    {
        (_trees, _features, _link) = (trees, features, link);
        (Rows, Blocks) = new EngineChoice(trees, features, level).Choose();
    }

    /// <summary>The engine for single rows; null means the plain one, for ensembles so small that preparing a row takes longer.</summary>
    public IRowScorer? Rows { get; }

    /// <summary>The engine for many rows.</summary>
    public IBlockScorer Blocks { get; }

    /// <summary>The outputs of a row, the link applied. Allocates nothing.</summary>
    public void Score(ReadOnlySpan<double> values, Span<double> outputs)
    {
        if (Rows is null)
        {
            PlainScorer.Score(_trees, _features, values, outputs);
        }
        else
        {
            Rows.Score(values, outputs);
        }

        _link.Apply(outputs, _trees.Sum);
    }

    /// <summary>The outputs of every row, [rows x outputs], row-major, on up to <paramref name="threads"/> threads.</summary>
    public unsafe void ScoreAll(FeatureTable table, Span<double> outputs, int threads)
    {
        int parts = (table.RowCount + PartRows - 1) / PartRows;
        if (parts < 2 || threads < 2)
        {
            ScorePart(table, 0, table.RowCount, outputs);
            return;
        }

        fixed (double* pinned = outputs)
        {
            // The parts do not overlap, lie within the outputs, and all end before the pin does.
            double* target = pinned;
            int width = _trees.OutputCount;
            Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = threads }, part =>
            {
                int start = part * PartRows;
                int count = Math.Min(PartRows, table.RowCount - start);
                ScorePart(table, start, count, new Span<double>(target + ((long)start * width), count * width));
            });
        }
    }

    // Whole blocks by the engine for many rows; a rest too short for it row by row.
    private void ScorePart(FeatureTable table, int start, int count, Span<double> outputs)
    {
        int rest = count % SelectNetwork.BlockRows;
        int blocked = rest < Blocks.WorthwhileRows ? count - rest : count;
        int width = _trees.OutputCount;
        if (blocked > 0)
        {
            ScoreBlocks(table, start, blocked, outputs[..(blocked * width)]);
        }

        if (blocked < count)
        {
            ScoreRows(table, start + blocked, outputs[(blocked * width)..]);
        }
    }

    private void ScoreBlocks(FeatureTable table, int start, int count, Span<double> outputs)
    {
        Blocks.Score(table, start, count, outputs);
        for (int at = 0; at < outputs.Length && _link != TreeLink.Identity; at += _trees.OutputCount)
        {
            _link.Apply(outputs.Slice(at, _trees.OutputCount), _trees.Sum);
        }
    }

    private void ScoreRows(FeatureTable table, int start, Span<double> outputs)
    {
        using var values = new ScratchDoubles(table.Columns.Length);
        for (int at = 0; at < outputs.Length; at += _trees.OutputCount)
        {
            table.CopyRow(start++, values.Span);
            Score(values.Span, outputs.Slice(at, _trees.OutputCount));
        }
    }
}
