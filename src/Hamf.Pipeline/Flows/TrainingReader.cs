using System.Globalization;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Features;
using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Training;

namespace Hamf.Pipeline.Flows;

/// <summary>
/// Reads data files into a training table. With window features, events pass the engine in event-time order, stable by arrival: a file in
/// that order is streamed and only feature vectors are kept; another is held, sorted and then computed.
/// </summary>
internal sealed class TrainingReader
{
    private readonly Detector _detector;
    private readonly FeatureSet _features;
    private readonly RejectLog _rejectLog;
    private readonly FeatureCollector _collector;
    private readonly SeenKeys _seen = new(int.MaxValue);
    private readonly Row _row;
    private readonly double[] _values;
    private long _latestMs = long.MinValue;

    private TrainingReader(Detector detector, FeatureSet features, RejectLog rejectLog)
    {
        _detector = detector;
        _features = features;
        _rejectLog = rejectLog;
        _collector = new FeatureCollector(features, detector.Events);
        _row = new Row(detector.Events);
        _values = new double[features.Specs.Count];
        Categories = CategoryEncoding.Learning(features.Specs.Count);
        Engine = new FeatureEngine(features, Categories);
    }

    /// <summary>The encoding that learned every category met.</summary>
    public CategoryEncoding Categories { get; }

    /// <summary>The engine after the last event.</summary>
    public FeatureEngine Engine { get; }

    /// <summary>What was read.</summary>
    public ReadCounts Counts { get; private set; } = new();

    /// <summary>The labelled rows; taken once.</summary>
    public TrainingTable Table { get; private set; } = null!;

    /// <summary>Reads the data file and, after it, the test file.</summary>
    /// <param name="detector">The detector.</param>
    /// <param name="features">Its compiled features.</param>
    /// <param name="dataPath">The data file.</param>
    /// <param name="testPath">The test file, or null.</param>
    /// <param name="rejectsPath">Where to list rejects, or null.</param>
    /// <param name="progress">Told what is going on, or null.</param>
    /// <param name="cancellation">Stops reading.</param>
    public static TrainingReader Read(
        Detector detector,
        FeatureSet features,
        string dataPath,
        string? testPath,
        string? rejectsPath,
        IProgress<string>? progress,
        CancellationToken cancellation)
    {
        // Optimistic: nearly all event files are in time order, and only reading one to its end proves that it is not.
        if (TryRead(holdRows: false) is { } streamed)
        {
            return streamed;
        }

        progress?.Report("rows are not in time order: holding and sorting them");
        return TryRead(holdRows: true)!;

        TrainingReader? TryRead(bool holdRows)
        {
            using var rejectLog = new RejectLog(rejectsPath);
            var reader = new TrainingReader(detector, features, rejectLog);
            if (!reader.ReadFile(dataPath, holdRows, cancellation))
            {
                return null;
            }

            int trainingRows = reader._collector.Count;
            if (testPath is not null && !reader.ReadFile(testPath, holdRows, cancellation))
            {
                return null;
            }

            rejectLog.Complete();
            reader.Counts = reader.Counts with { RejectsPath = rejectLog.WrittenPath };
            reader.Table = reader._collector.Complete(trainingRows);
            return reader;
        }
    }

    /// <returns>False when windows need an order that the file does not have.</returns>
    private bool ReadFile(string path, bool holdRows, CancellationToken cancellation)
    {
        using RowFile file = RowFile.Open(path, _detector.Events, new RowFileOptions { RequireLabel = true });
        long fileLatestMs = long.MinValue;
        var batch = new RowBatch(_detector.Events);
        List<RowBatch> held = [];
        while (file.Read(batch, cancellation))
        {
            _rejectLog.Add(batch.Rejects);
            if (holdRows)
            {
                held.Add(batch);
                batch = new RowBatch(_detector.Events);
                continue;
            }

            for (int i = 0; i < batch.RowCount; i++)
            {
                batch.CopyTo(i, _row);
                if (_features.HasWindows && _row.TimeMs < fileLatestMs)
                {
                    return false;
                }

                fileLatestMs = _row.TimeMs;
                Take(_row);
            }
        }

        TakeSorted(held, cancellation);
        Counts = Counts with { Rows = Counts.Rows + file.AcceptedCount, Rejects = Counts.Rejects + file.RejectedCount };
        return true;
    }

    private void TakeSorted(List<RowBatch> held, CancellationToken cancellation)
    {
        var order = new List<(long TimeMs, int Batch, int Index)>(held.Sum(b => b.RowCount));
        for (int b = 0; b < held.Count; b++)
        {
            for (int i = 0; i < held[b].RowCount; i++)
            {
                held[b].CopyTo(i, _row);
                order.Add((_row.TimeMs, b, i));
            }
        }

        order.Sort();
        foreach ((_, int b, int i) in order)
        {
            cancellation.ThrowIfCancellationRequested();
            held[b].CopyTo(i, _row);
            Take(_row);
        }
    }

    private void Take(Row row)
    {
        if (!_seen.Add(row))
        {
            Counts = Counts with { Repeats = Counts.Repeats + 1 };
            return;
        }

        if (_features.HasWindows && row.TimeMs < _latestMs)
        {
            Counts = Counts with { Late = Counts.Late + 1 };
        }

        _latestMs = Math.Max(_latestMs, row.TimeMs);
        if (row.Label is { } label)
        {
            Engine.Compute(row, _values);
            _collector.Add(row, _values, label);
        }
        else
        {
            Counts = Counts with { Unlabelled = Counts.Unlabelled + 1 };
        }

        if (_features.HasWindows)
        {
            Engine.Observe(row);
        }
    }
}

/// <summary>What reading data files gave.</summary>
internal sealed record ReadCounts
{
    /// <summary>Rows accepted.</summary>
    public long Rows { get; init; }

    /// <summary>Rows rejected.</summary>
    public long Rejects { get; init; }

    /// <summary>Accepted rows without a label: they fill windows but are not trained on.</summary>
    public long Unlabelled { get; init; }

    /// <summary>Accepted rows whose key had occurred before: they are skipped.</summary>
    public long Repeats { get; init; }

    /// <summary>Rows of the test file that are earlier than the training rows.</summary>
    public long Late { get; init; }

    /// <summary>Where rejects are listed, or null.</summary>
    public string? RejectsPath { get; init; }

    /// <summary>Share of rejected rows, in [0, 1].</summary>
    public double RejectShare => Rejects == 0 ? 0 : (double)Rejects / (Rows + Rejects);

    /// <summary>What the user should know.</summary>
    public IEnumerable<string> Warnings()
    {
        if (Unlabelled > 0)
        {
            yield return Count($"{Unlabelled:N0} rows have no label: they fill windows but are not trained on.");
        }

        if (Repeats > 0)
        {
            yield return Count($"{Repeats:N0} rows repeat the key of an earlier row and were skipped.");
        }

        if (Late > 0)
        {
            yield return Count($"{Late:N0} rows of the test file are earlier than training rows; their windows are those of late events.");
        }
    }

    private static string Count(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
