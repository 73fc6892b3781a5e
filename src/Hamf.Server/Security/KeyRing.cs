using System.Collections.Concurrent;
using Hamf.Pipeline.Governance;

namespace Hamf.Server.Security;

/// <summary>
/// The keys that are accepted now, in memory: a request is checked without the store. <see cref="KeyRingWorker"/> reads the store every second, so
/// that a key revoked anywhere stops working within seconds. Thread-safe.
/// </summary>
internal sealed class KeyRing(IKeyStore store, TimeProvider time)
{
    // Keys go on working while the store does not answer, because then nobody can revoke one either; not for ever, as only this server may be cut off.
    private static readonly TimeSpan LongestWithoutStore = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, bool> _used = new(StringComparer.Ordinal);
    private volatile Snapshot _snapshot = new(0, []);

    /// <summary>Whether a key with the role admin is accepted.</summary>
    public bool HasAdmin => Current.Values.Any(e => e.Owner.Role == Role.Admin);

    /// <summary>Reads the keys from the store.</summary>
    public void Reload()
    {
        DateTimeOffset now = time.GetUtcNow();
        var byPrefix = new Dictionary<string, Entry>(StringComparer.Ordinal);
        foreach (ApiKey key in store.List().Where(k => k.IsLive(now)))
        {
            byPrefix.Add(key.Prefix, new Entry(key, new Caller(key.Name, key.Role)));
        }

        _snapshot = new Snapshot(time.GetTimestamp(), byPrefix);
    }

    /// <summary>The owner of a key, or null when it is not accepted. Allocates nothing.</summary>
    public Caller? Verify(ReadOnlySpan<char> text, out string prefix)
    {
        prefix = "";
        if (!KeyText.TrySplit(text, out ReadOnlySpan<char> shown, out ReadOnlySpan<char> secret)
            || !Current.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(shown, out Entry? entry)
            || !entry.Key.Seal.Matches(secret))
        {
            return null;
        }

        prefix = entry.Key.Prefix;
        return Use(entry);
    }

    /// <summary>The owner of the key that a session was opened with, or null when it is not accepted any more.</summary>
    public Caller? OwnerOf(string prefix) => Current.TryGetValue(prefix, out Entry? entry) ? Use(entry) : null;

    /// <summary>Writes down which keys were used since the last time.</summary>
    public void SaveUse()
    {
        string[] used = [.. _used.Keys];
        if (used.Length > 0)
        {
            store.NoteUse(used, time.GetUtcNow());
            foreach (string prefix in used)
            {
                _used.TryRemove(prefix, out _);
            }
        }
    }

    private Dictionary<string, Entry> Current =>
        _snapshot is var s && time.GetElapsedTime(s.At) < LongestWithoutStore ? s.ByPrefix : [];

    private Caller? Use(Entry entry)
    {
        if (!entry.Key.IsLive(time.GetUtcNow()))
        {
            return null;
        }

        // One write per snapshot, so that processors do not pass a shared line to and fro.
        if (!entry.IsUsed)
        {
            entry.IsUsed = true;
            _used[entry.Key.Prefix] = true;
        }

        return entry.Owner;
    }

    private sealed record Snapshot(long At, Dictionary<string, Entry> ByPrefix);

    private sealed class Entry(ApiKey key, Caller owner)
    {
        public ApiKey Key { get; } = key;

        public Caller Owner { get; } = owner;

        public bool IsUsed { get; set; }
    }
}
