using System.Collections.Concurrent;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>Counts what passes through the stages and tells it to pages, terminals and metrics. Thread-safe.</summary>
public sealed class StreamMonitor
{
    private const int DecisionsKept = 10_000;
    private static readonly string[] Names = [StageNames.Ingest, StageNames.Score, StageNames.Sink, StageNames.Alert];

    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<(string Name, string Subject), StageCounters> _stages = new();
    private readonly Lock _gate = new();
    private readonly LatencyWindow _latencies = new();
    private readonly bool[] _decisions = new bool[DecisionsKept];
    private long _decided;
    private int _positives;

    /// <summary>A monitor with nothing counted.</summary>
    public StreamMonitor(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
    }

    /// <summary>How things stand now.</summary>
    public StreamStatus Status()
    {
        (double perSecond, double p50, double p99) = (0, 0, 0);
        double alertRate;
        lock (_gate)
        {
            (perSecond, p50, p99) = _latencies.Read(Second());
            alertRate = _decided == 0 ? double.NaN : (double)_positives / Math.Min(_decided, DecisionsKept);
        }

        return new StreamStatus
        {
            Stages = Names.Select(StatusOf).ToArray(),
            EventsPerSecond = perSecond,
            LatencyMsP50 = p50,
            LatencyMsP99 = p99,
            AlertRate = alertRate,
        };
    }

    /// <summary>Says how a stage stands: <c>running</c>, <c>stopped</c>, or <c>retrying: REASON</c>.</summary>
    /// <param name="name">The stage's name.</param>
    /// <param name="subject">What it works for.</param>
    /// <param name="state">How it stands.</param>
    public void SetState(string name, string subject, string state) => Of(name, subject).State = state;

    /// <summary>The counters of a stage.</summary>
    internal StageCounters Of(string name, string subject) => _stages.GetOrAdd((name, subject), static _ => new StageCounters());

    /// <summary>Notes events whose scores have become durable.</summary>
    /// <param name="appendedMs">When each was appended to its topic, Unix milliseconds.</param>
    /// <param name="decisions">What was decided on each.</param>
    internal void Scored(ReadOnlySpan<long> appendedMs, ReadOnlySpan<bool> decisions)
    {
        long second = Second();
        long nowMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        lock (_gate)
        {
            foreach (long ms in appendedMs)
            {
                _latencies.Add(second, nowMs - ms);
            }

            foreach (bool decision in decisions)
            {
                int place = (int)(_decided % DecisionsKept);
                _positives += (decision ? 1 : 0) - (_decided >= DecisionsKept && _decisions[place] ? 1 : 0);
                _decisions[place] = decision;
                _decided++;
            }
        }
    }

    // A stage may run for several detectors and topics; people see one line per stage, with the worst state.
    private StageStatus StatusOf(string name)
    {
        StageCounters[] all = _stages.Where(s => s.Key.Name == name).Select(s => s.Value).ToArray();
        string state = all.Select(c => c.State).OrderByDescending(Badness).FirstOrDefault(StageCounters.Stopped);
        return new StageStatus(
            name, all.Sum(c => c.In), all.Sum(c => c.Out), all.Sum(c => c.Rejected), all.Sum(c => c.Duplicates), all.Sum(c => c.Lag), state);
    }

    private static int Badness(string state) => state switch
    {
        StageCounters.Stopped => 0,
        StageCounters.Running => 1,
        _ => 2,
    };

    private long Second() => _time.GetTimestamp() / _time.TimestampFrequency;
}

/// <summary>The names of stages, as shown.</summary>
internal static class StageNames
{
    public const string Ingest = "ingest";
    public const string Score = "score";
    public const string Sink = "sink";
    public const string Alert = "alert";
    public const string Outbox = "outbox";
    public const string Webhook = "webhook";
}
