using System.Diagnostics;
using Hamf.Pipeline.Flows.Streaming;

namespace Hamf.Bench.Streaming;

/// <summary>Measures snapshots: how long each took, and how long until it was on disk.</summary>
internal sealed class TimedStates(IStateStore inner) : IStateStore
{
    private volatile bool _isSaving;

    public bool IsSaving => _isSaving;

    public int Count { get; private set; }

    /// <summary>Milliseconds to write the content of the slowest.</summary>
    public double WriteMsMax { get; private set; }

    /// <summary>Milliseconds of the slowest: so long the score stage waits.</summary>
    public double SaveMsMax { get; private set; }

    public void Save(string owner, string digest, long offset, Action<Stream> write)
    {
        _isSaving = true;
        long start = Stopwatch.GetTimestamp();
        inner.Save(owner, digest, offset, target =>
        {
            long writing = Stopwatch.GetTimestamp();
            write(target);
            WriteMsMax = Math.Max(WriteMsMax, Stopwatch.GetElapsedTime(writing).TotalMilliseconds);
        });
        SaveMsMax = Math.Max(SaveMsMax, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        _isSaving = false;
        Count++;
    }

    public StateSnapshot? Latest(string owner, string digest, long maxOffset) => inner.Latest(owner, digest, maxOffset);
}
