using System.Globalization;
using Hamf.Models.Graph;
using Hamf.Pipeline.Features;
using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Scoring;
using Hamf.Pipeline.Training;

namespace Hamf.Pipeline.Flows;

/// <summary>
/// Passes files through a model version row by row, as the stream would: score, then observe. Memory does not grow with the files, apart
/// from the window state and the ids of the last million events. Used once.
/// </summary>
internal sealed class ScoringPass
{
    // A repeat further back than this is observed again; 500,000 ids and the 500,000 before them take about 30 MB.
    private const int RememberedKeys = 500_000;

    private readonly Scorer _scorer;
    private readonly FeatureEngine _engine;
    private readonly RowBatch _batch;
    private readonly Row _row;
    private readonly SeenKeys _seen = new(RememberedKeys);
    private readonly List<string> _warnings = [];
    private readonly List<Reject> _refused = [];
    private long _latestMs = long.MinValue;
    private long _late;
    private long _repeats;

    /// <summary>A pass with empty state.</summary>
    public ScoringPass(Scorer scorer)
    {
        _scorer = scorer;
        _engine = scorer.NewEngine();
        _batch = new RowBatch(scorer.Detector.Events);
        _row = new Row(scorer.Detector.Events);
    }

    /// <summary>Rows rejected in the scored file.</summary>
    public long Rejects { get; private set; }

    /// <summary>Rows scored.</summary>
    public long Rows { get; private set; }

    /// <summary>True when the share of rejects passes the detector's limit.</summary>
    public bool TooManyRejects => Rejects > _scorer.Detector.MaxRejectShare * (Rows + Rejects);

    /// <summary>What the user should know, after the pass.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Scores every accepted row of the file in input order.</summary>
    /// <param name="dataPath">The file.</param>
    /// <param name="historyPath">Earlier events that are observed first, labels included, or null.</param>
    /// <param name="onRow">Receives each scored row.</param>
    /// <param name="onRejects">Receives the rejects of each batch, or null.</param>
    /// <param name="cancellation">Stops between batches.</param>
    public void Score(
        string dataPath, string? historyPath, ScoredRow onRow, Action<IReadOnlyList<Reject>>? onRejects, CancellationToken cancellation)
    {
        _scorer.RequireScore();
        Pass(dataPath, historyPath, (row, number, engine) => onRow(row, number, _scorer.Score(row, engine)), onRejects, cancellation);
    }

    /// <summary>Passes every accepted row of the file in input order to who scores it; a row that the model refuses is a reject.</summary>
    /// <param name="dataPath">The file.</param>
    /// <param name="historyPath">Earlier events that are observed first, labels included, or null.</param>
    /// <param name="score">Scores a row.</param>
    /// <param name="onRejects">Receives the rejects of each batch, or null.</param>
    /// <param name="cancellation">Stops between batches.</param>
    public void Pass(
        string dataPath, string? historyPath, PassedRow score, Action<IReadOnlyList<Reject>>? onRejects, CancellationToken cancellation)
    {
        bool hasWindows = _scorer.Features.HasWindows;
        if (historyPath is not null)
        {
            WarmUp(historyPath, cancellation);
        }
        else if (hasWindows)
        {
            Warn($"The detector looks at earlier events and no history was given: the first rows are scored as if nothing had happened before. Give the events before the file with --history.");
        }

        using RowFile file = RowFile.Open(dataPath, _scorer.Detector.Events, new RowFileOptions());
        var numbers = new RowNumbers();
        while (file.Read(_batch, cancellation))
        {
            numbers.Start(_batch);
            for (int i = 0; i < _batch.RowCount; i++)
            {
                _batch.CopyTo(i, _row);
                Score(score, numbers.Next(i), _batch.LineNumbers[i]);
                if (hasWindows)
                {
                    Observe();
                }
            }

            numbers.Finish();
            onRejects?.Invoke(_batch.Rejects);
            onRejects?.Invoke(_refused);
            Rejects += _refused.Count;
            _refused.Clear();
        }

        Rejects += file.RejectedCount;
        WarnOfOrder();
    }

    private void Score(PassedRow score, long number, long line)
    {
        try
        {
            score(_row, number, _engine);
            Rows++;
        }
        catch (RowRefusedException e)
        {
            _refused.Add(RefusedRow.At(line, e));
        }
    }

    private void WarmUp(string path, CancellationToken cancellation)
    {
        if (!_scorer.Features.HasWindows)
        {
            Warn($"The history was not read: no feature of the detector looks at earlier events.");
            return;
        }

        using RowFile file = RowFile.Open(path, _scorer.Detector.Events, new RowFileOptions());
        while (file.Read(_batch, cancellation))
        {
            for (int i = 0; i < _batch.RowCount; i++)
            {
                _batch.CopyTo(i, _row);
                Observe();
            }
        }

        if (file.RejectedCount > 0)
        {
            Warn($"{file.RejectedCount:N0} rows of the history were rejected and are missing in the windows.");
        }
    }

    private void Observe()
    {
        if (!_seen.Add(_row))
        {
            _repeats++;
            return;
        }

        if (_row.TimeMs < _latestMs)
        {
            _late++;
        }

        _latestMs = Math.Max(_latestMs, _row.TimeMs);
        _engine.Observe(_row);
    }

    private void WarnOfOrder()
    {
        if (_late > 0)
        {
            Warn($"{_late:N0} rows are earlier than a row before them and were treated as late events. For exact windows sort the files by time.");
        }

        if (_repeats > 0)
        {
            Warn($"{_repeats:N0} rows repeat the key of an earlier row (of the file or its history) and were not added to the windows again.");
        }
    }

    private void Warn(FormattableString warning) => _warnings.Add(warning.ToString(CultureInfo.InvariantCulture));
}

/// <summary>Receives a scored row.</summary>
/// <param name="row">The row, valid during the call.</param>
/// <param name="number">Its 1-based number among all rows of the input, rejected ones included.</param>
/// <param name="score">Its score.</param>
internal delegate void ScoredRow(Row row, long number, double score);

/// <summary>Scores a row of a pass.</summary>
/// <param name="row">The row, valid during the call.</param>
/// <param name="number">Its 1-based number among all rows of the input, rejected ones included.</param>
/// <param name="engine">Computes its features.</param>
/// <exception cref="RowRefusedException">The model gives no score for such a row.</exception>
internal delegate void PassedRow(Row row, long number, FeatureEngine engine);
