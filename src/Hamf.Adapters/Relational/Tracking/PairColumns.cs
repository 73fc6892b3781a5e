namespace Hamf.Adapters.Relational.Tracking;

/// <summary>Rows of key and value that belong to one owner: parameters and tags.</summary>
internal static class PairColumns
{
    /// <summary>The rows of one owner.</summary>
    /// <param name="table">The table.</param>
    /// <param name="ownerColumn">The column of the owner's number.</param>
    /// <param name="owner">The owner's number.</param>
    /// <param name="pairs">Key and value, each key once.</param>
    /// <param name="onConflict">What follows <c>on conflict</c>.</param>
    public static BulkInsert Of(
        string table, string ownerColumn, long owner, IReadOnlyCollection<KeyValuePair<string, string>> pairs, string onConflict)
    {
        var owners = new long[pairs.Count];
        Array.Fill(owners, owner);
        return new BulkInsert(
            table,
            [
                new LongColumn(ownerColumn, owners),
                new TextColumn("key", [.. pairs.Select(p => p.Key)]),
                new TextColumn("value", [.. pairs.Select(p => p.Value)]),
            ],
            onConflict);
    }

    /// <summary>The last value of each key; in the order of keys, so that two writers never wait for each other.</summary>
    public static SortedDictionary<string, string> LastOfEach(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var last = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string key, string value) in pairs)
        {
            last[key] = value;
        }

        return last;
    }
}
