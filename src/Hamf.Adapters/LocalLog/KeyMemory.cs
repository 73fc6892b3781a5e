using Hamf.Pipeline.Intake;
using Microsoft.Data.Sqlite;

namespace Hamf.Adapters.LocalLog;

/// <summary>
/// The event ids that one group remembers: the newest in a table in memory, older ones in sorted runs on disk of which only an index is in memory
/// (about 2.2 bytes a key). Thread-safe; changed only by the writer, after its commit.
/// </summary>
internal sealed class KeyMemory(string group)
{
    /// <summary>Number of keys at which those in memory become a run: 6 MB, sorted and written in some tens of milliseconds.</summary>
    public const int RunLength = 1 << 17;

    private readonly Lock _gate = new();
    private Dictionary<UInt128, RememberedKey> _newest = [];
    private KeyRun[] _runs = [];
    private long _version = -1;

    /// <summary>Looks up ids.</summary>
    /// <param name="ids">Event ids.</param>
    /// <param name="tables">A reader, which the caller has for itself.</param>
    public Dictionary<string, RememberedKey> Find(IReadOnlyCollection<string> ids, KeyTables tables)
    {
        lock (_gate)
        {
            Refresh(tables);
            var found = new Dictionary<string, RememberedKey>(StringComparer.Ordinal);
            foreach (string id in ids)
            {
                UInt128 hash = KeyEntry.HashOf(id);
                if (_newest.TryGetValue(hash, out RememberedKey key) || TryFindInRuns(hash, tables, out key))
                {
                    found[id] = key;
                }
            }

            return found;
        }
    }

    /// <summary>Writes new keys in the writer's transaction.</summary>
    /// <returns>What to do once it is committed.</returns>
    public Action Write(SqliteTransaction transaction, KeyTables tables, KeyEntry[] entries)
    {
        lock (_gate)
        {
            Refresh(tables);
            long version = tables.NextVersion(transaction, group);
            if (_newest.Count + entries.Length < RunLength)
            {
                tables.AddBatch(transaction, group, entries);
                return () => Publish(version, entries, null);
            }

            var all = new Dictionary<UInt128, RememberedKey>(_newest);
            AddAll(all, entries);
            KeyEntry[] sorted = [.. all.Select(pair => new KeyEntry(pair.Key, pair.Value))];
            Array.Sort(sorted);
            KeyRun run = tables.AddRun(transaction, group, sorted);
            return () => Publish(version, [], run);
        }
    }

    private void Publish(long version, KeyEntry[] entries, KeyRun? run)
    {
        lock (_gate)
        {
            // A reader may have come between commit and this, and have loaded it from the disk.
            if (_version >= version)
            {
                return;
            }

            _version = version;
            if (run is not null)
            {
                _runs = [run, .. _runs];
                _newest = [];
            }

            AddAll(_newest, entries);
        }
    }

    // Loads what another process, retention or an earlier life of this one has written. A reader's own view of the file is consistent only within a
    // statement; a change between them changes the version, and then it is loaded again.
    private void Refresh(KeyTables tables)
    {
        long version = tables.Version(group);
        while (_version < version)
        {
            var newest = new Dictionary<UInt128, RememberedKey>();
            foreach (KeyEntry[] batch in tables.Batches(group))
            {
                AddAll(newest, batch);
            }

            KeyRun[] runs = tables.Runs(group);
            long after = tables.Version(group);
            if (after == version)
            {
                (_newest, _runs, _version) = (newest, runs, version);
            }

            version = after;
        }
    }

    private bool TryFindInRuns(UInt128 hash, KeyTables tables, out RememberedKey key)
    {
        foreach (KeyRun run in _runs)
        {
            if (run.PageOf(hash) is >= 0 and int page)
            {
                KeyEntry[] entries = tables.Page(run.RunId, page);
                int index = Array.BinarySearch(entries, new KeyEntry(hash, default));
                if (index >= 0)
                {
                    key = entries[index].Remembered;
                    return true;
                }
            }
        }

        key = default;
        return false;
    }

    // What was remembered first stays.
    private static void AddAll(Dictionary<UInt128, RememberedKey> target, KeyEntry[] entries)
    {
        foreach (KeyEntry entry in entries)
        {
            target.TryAdd(entry.Hash, entry.Remembered);
        }
    }
}
