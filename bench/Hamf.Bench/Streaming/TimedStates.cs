using System.Diagnostics;
using Hamf.Pipeline.Flows.Streaming;

namespace Hamf.Bench.Streaming;

/// <summary>Measures snapshots: how long each held the state's lock, during which predictions wait, and how large it is.</summary>
internal sealed class TimedStates(IStateStore inner) : IStateStore
{
    public int Count { get; private set; }

    public double LockedMsMax { get; private set; }

    public long Bytes { get; private set; }

    public void Save(string owner, string digest, long offset, Action<Stream> write) => inner.Save(owner, digest, offset, target =>
    {
        long start = Stopwatch.GetTimestamp();
        write(target);
        LockedMsMax = Math.Max(LockedMsMax, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        Bytes = target.Position;
        Count++;
    });

    public StateSnapshot? Latest(string owner, string digest, long maxOffset) => inner.Latest(owner, digest, maxOffset);
}
