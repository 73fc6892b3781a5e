using System.Diagnostics;
using Hamf.Pipeline.Flows.Streaming;

namespace Hamf.Bench.Streaming;

/// <summary>The stages that a server would run, each in a loop of its own.</summary>
internal sealed class RunningStages : IAsyncDisposable
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stopping = new();
    private readonly List<(string Name, IStage Stage, Task Loop)> _stages = [];

    public RunningStages(StreamParts parts)
    {
        foreach (PlannedStage planned in new StreamPlan(parts, new StreamRoles()).Current().Stages)
        {
            IStage stage = planned.Create();
            _stages.Add((planned.Name, stage, Task.Run(() => LoopAsync(stage))));
        }
    }

    /// <summary>Waits until nothing waits any more, and tells for each stage how many seconds after <paramref name="start"/> it was done.</summary>
    public async Task<IReadOnlyDictionary<string, double>> CaughtUpAsync(long start, StreamMonitor monitor)
    {
        var finished = new Dictionary<string, double>(StringComparer.Ordinal);
        while (finished.Count < _stages.Count)
        {
            await Task.Delay(5);
            StreamStatus status = monitor.Status();
            bool isScored = finished.ContainsKey("score");
            foreach (StageStatus stage in status.Stages.Where(s => s.Lag == 0 && _stages.Exists(r => r.Name == s.Name)))
            {
                // Nothing waits for sink and alerts before all is scored, perhaps, but more will come.
                if (stage.Name == "score" || isScored)
                {
                    finished.TryAdd(stage.Name, Stopwatch.GetElapsedTime(start).TotalSeconds);
                }
            }

            foreach (Task failed in _stages.Select(s => s.Loop).Where(l => l.IsCompleted))
            {
                await failed;
            }
        }

        return finished;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        foreach ((_, IStage stage, Task loop) in _stages)
        {
            await loop;
            await stage.StopAsync(CancellationToken.None);
        }

        _stopping.Dispose();
    }

    private async Task LoopAsync(IStage stage)
    {
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                await stage.RunOnceAsync(Wait, _stopping.Token);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // This is how it is stopped.
        }
    }
}
