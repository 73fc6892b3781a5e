namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>What one stage has done since start. Written by the stage, read by anybody. Thread-safe.</summary>
internal sealed class StageCounters
{
    private long _in;
    private long _out;
    private long _rejected;
    private long _duplicates;
    private volatile string _state = Stopped;
    private volatile Func<long>? _lag;

    /// <summary>The state of a stage that nobody runs.</summary>
    public const string Stopped = "stopped";

    /// <summary>The state of a stage that does its work.</summary>
    public const string Running = "running";

    /// <summary>What the state of a stage that failed begins with; the reason follows.</summary>
    public const string Retrying = "retrying: ";

    /// <summary>Records taken; each becomes one of the three others.</summary>
    public long In => Interlocked.Read(ref _in);

    /// <summary>Records given.</summary>
    public long Out => Interlocked.Read(ref _out);

    /// <summary>Records that could not be used.</summary>
    public long Rejected => Interlocked.Read(ref _rejected);

    /// <summary>Repeats.</summary>
    public long Duplicates => Interlocked.Read(ref _duplicates);

    /// <summary>Records waiting, 0 where nobody can tell.</summary>
    public long Lag => Math.Max(0, _lag?.Invoke() ?? 0);

    /// <summary>How it stands.</summary>
    public string State
    {
        get => _state;
        set => _state = value;
    }

    /// <summary>Says how to find out how many records wait.</summary>
    public void LagFrom(Func<long> lag) => _lag = lag;

    /// <summary>Adds a finished batch.</summary>
    public void Add(long given, long rejected, long duplicates)
    {
        Interlocked.Add(ref _in, given + rejected + duplicates);
        Interlocked.Add(ref _out, given);
        Interlocked.Add(ref _rejected, rejected);
        Interlocked.Add(ref _duplicates, duplicates);
    }
}
