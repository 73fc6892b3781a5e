namespace Hamf.Pipeline.Flows.External;

/// <summary>What an import from a server has copied, and what not. Thread-safe.</summary>
public sealed class ServerImportReport
{
    /// <summary>Most things that are listed as left out; the rest is counted.</summary>
    public const int LeftOutMax = 1000;

    private readonly Lock _turn = new();
    private readonly List<ServerImportGap> _leftOut = [];
    private long _leftOutCount;

    /// <summary>What was copied by this call, by what it is.</summary>
    public IReadOnlyDictionary<string, long> Copied => Snapshot(_copied);

    /// <summary>What was here already, by what it is.</summary>
    public IReadOnlyDictionary<string, long> Known => Snapshot(_known);

    /// <summary>What was left out and why, up to <see cref="LeftOutMax"/>.</summary>
    public IReadOnlyList<ServerImportGap> LeftOut
    {
        get
        {
            lock (_turn)
            {
                return [.. _leftOut];
            }
        }
    }

    /// <summary>How much was left out.</summary>
    public long LeftOutCount => Interlocked.Read(ref _leftOutCount);

    private readonly SortedDictionary<string, long> _copied = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _known = new(StringComparer.Ordinal);

    internal void Copy(string what, long count = 1) => Count(_copied, what, count);

    internal void Find(string what) => Count(_known, what, 1);

    internal void LeaveOut(string what, string why)
    {
        Interlocked.Increment(ref _leftOutCount);
        lock (_turn)
        {
            if (_leftOut.Count < LeftOutMax)
            {
                _leftOut.Add(new ServerImportGap(what, why));
            }
        }
    }

    private void Count(SortedDictionary<string, long> counts, string what, long count)
    {
        lock (_turn)
        {
            counts[what] = counts.GetValueOrDefault(what) + count;
        }
    }

    private Dictionary<string, long> Snapshot(SortedDictionary<string, long> counts)
    {
        lock (_turn)
        {
            return new Dictionary<string, long>(counts, StringComparer.Ordinal);
        }
    }
}

/// <summary>Something that was not copied.</summary>
/// <param name="What">What: <c>files of run ID</c>.</param>
/// <param name="Why">Why, and what to do.</param>
public sealed record ServerImportGap(string What, string Why);
