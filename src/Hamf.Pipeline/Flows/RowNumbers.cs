using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Flows;

/// <summary>
/// Numbers the accepted rows of a file among all its rows, rejected ones included, so that output can be joined to input by number.
/// Lines do not do: a quoted field may span several. Not thread-safe.
/// </summary>
internal sealed class RowNumbers
{
    private RowBatch? _batch;
    private int _reject;
    private long _last;

    /// <summary>Begins the next batch.</summary>
    public void Start(RowBatch batch)
    {
        _batch = batch;
        _reject = 0;
    }

    /// <summary>The 1-based number of the accepted row <paramref name="index"/>; rows are asked for in order, each once.</summary>
    public long Next(int index)
    {
        SkipRejectsBefore(_batch!.LineNumbers[index]);
        return ++_last;
    }

    /// <summary>Counts the rejects after the last accepted row.</summary>
    public void Finish() => SkipRejectsBefore(long.MaxValue);

    private void SkipRejectsBefore(long line)
    {
        IReadOnlyList<Reject> rejects = _batch!.Rejects;
        while (_reject < rejects.Count && rejects[_reject].LineNumber < line)
        {
            // One row may be rejected for several fields.
            bool isSameRow = _reject > 0 && rejects[_reject - 1].LineNumber == rejects[_reject].LineNumber;
            _last += isSameRow ? 0 : 1;
            _reject++;
        }
    }
}
