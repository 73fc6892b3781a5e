using System.Diagnostics;
using Hamf.Pipeline.Flows.Streaming;
using Hamf.Pipeline.Rows;

namespace Hamf.Bench.Streaming;

/// <summary>Asks for a prediction every millisecond while the stream runs, and notes how long each took: what requests feel of it.</summary>
internal sealed class PredictProbe : IAsyncDisposable
{
    private readonly LiveDetector _detector;
    private readonly Row _row;
    private readonly Func<bool> _isSaving;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;

    /// <param name="detector">The detector that is asked.</param>
    /// <param name="json">The event that it is asked about.</param>
    /// <param name="isSaving">Whether a snapshot is being written.</param>
    public PredictProbe(LiveDetector detector, ReadOnlyMemory<byte> json, Func<bool> isSaving)
    {
        _detector = detector;
        _row = new Row(detector.Schema);
        _isSaving = isSaving;
        if (!EventReader.TryParse(detector.Served.Parser, json, _row, []))
        {
            throw new ArgumentException("this is no event of the detector", nameof(json));
        }

        _loop = Task.Run(RunAsync);
    }

    /// <summary>Milliseconds of the slowest prediction that met a snapshot.</summary>
    public double DuringSnapshotMsMax { get; private set; }

    /// <summary>Milliseconds of the slowest other prediction.</summary>
    public double OtherwiseMsMax { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loop;
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            bool wasSaving = _isSaving();
            long start = Stopwatch.GetTimestamp();
            _detector.Predict(_row, withReasons: false);
            double ms = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (wasSaving || _isSaving())
            {
                DuringSnapshotMsMax = Math.Max(DuringSnapshotMsMax, ms);
            }
            else
            {
                OtherwiseMsMax = Math.Max(OtherwiseMsMax, ms);
            }

            await Task.Delay(1);
        }
    }
}
