using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Relational.Tracking;

/// <summary>
/// The numbers that stand for metric names. Names are never deleted or renumbered, so what was committed once is kept in memory. Thread-safe.
/// </summary>
internal sealed class MetricKeys
{
    private readonly ConcurrentDictionary<string, long> _numbers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, string> _keys = new();

    /// <summary>The number of a key, or null when no run has a metric of that name.</summary>
    public long? Find(DbConnection connection, string key)
    {
        if (!_numbers.TryGetValue(key, out long number))
        {
            if (connection.QuerySingleOrDefault<long?>("select key_no from metric_keys where key = @key", new { key }) is not { } found)
            {
                return null;
            }

            Remember([(key, number = found)]);
        }

        return number;
    }

    /// <summary>The key of a number, or null when it is not in memory yet.</summary>
    public string? Known(long number) => _keys.GetValueOrDefault(number);

    /// <summary>Brings the keys of numbers that rows hold into memory.</summary>
    public void Load(DbConnection connection, IReadOnlyList<long> numbers)
    {
        foreach (long[] part in numbers.Chunk(RunReader.PartLength))
        {
            (string Key, long Number)[] found = [.. connection.Query<(string, long)>($"select key, key_no from metric_keys where key_no in ({string.Join(',', part)})")];
            if (found.Length < part.Length)
            {
                throw new StoreException($"Metrics of the numbers {string.Join(", ", part.Except(found.Select(f => f.Number)))} have no name. The database is damaged.", isTransient: false);
            }

            Remember(found);
        }
    }

    /// <summary>The numbers of the keys of these points; keys that nobody has used get one.</summary>
    /// <returns>The numbers, and those that may be remembered only when the transaction is committed.</returns>
    public (long[] Numbers, IReadOnlyList<(string Key, long Number)> Uncommitted) Resolve(
        Database database, DbTransaction transaction, IReadOnlyList<MetricPoint> points)
    {
        var numbers = new long[points.Count];
        SortedDictionary<string, long>? unknown = null;
        for (int i = 0; i < numbers.Length; i++)
        {
            if (!_numbers.TryGetValue(points[i].Key, out numbers[i]))
            {
                (unknown ??= new SortedDictionary<string, long>(StringComparer.Ordinal))[points[i].Key] = 0;
            }
        }

        if (unknown is null)
        {
            return (numbers, []);
        }

        Dictionary<string, long> found = Insert(database, transaction, [.. unknown.Keys]);
        for (int i = 0; i < numbers.Length; i++)
        {
            if (found.TryGetValue(points[i].Key, out long number))
            {
                numbers[i] = number;
            }
        }

        return (numbers, [.. found.Select(f => (f.Key, f.Value))]);
    }

    /// <summary>Remembers what a committed transaction has written or a reading has found.</summary>
    public void Remember(IReadOnlyList<(string Key, long Number)> committed)
    {
        foreach ((string key, long number) in committed)
        {
            _numbers[key] = number;
            _keys[number] = key;
        }
    }

    private static Dictionary<string, long> Insert(Database database, DbTransaction transaction, string[] keys)
    {
        database.Insert(transaction, new BulkInsert("metric_keys", [new TextColumn("key", keys)], "(key) do nothing"));
        return keys.Chunk(RunReader.PartLength)
            .SelectMany(part => transaction.Connection!.Query<(string Key, long Number)>(
                "select key, key_no from metric_keys where key in @part", new { part = new ValueList<string>(part) }, transaction))
            .ToDictionary(k => k.Key, k => k.Number, StringComparer.Ordinal);
    }
}
