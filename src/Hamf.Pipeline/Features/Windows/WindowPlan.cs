using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Features.Windows;

/// <summary>The windows of a feature set: its groups and the digest of what shapes their state.</summary>
internal sealed class WindowPlan
{
    /// <summary>Raised when the meaning of a state changes.</summary>
    private const int StateVersion = 1;

    private WindowPlan(IReadOnlyList<GroupPlan> groups, int slotCount, int maxKeys, string digest)
    {
        Groups = groups;
        SlotCount = slotCount;
        MaxKeys = maxKeys;
        Digest = digest;
    }

    /// <summary>One per set of <c>by</c> columns, in a fixed order.</summary>
    public IReadOnlyList<GroupPlan> Groups { get; }

    /// <summary>Number of aggregates.</summary>
    public int SlotCount { get; }

    /// <summary>Most keys a group holds.</summary>
    public int MaxKeys { get; }

    /// <summary>SHA-256 in hex.</summary>
    public string Digest { get; }

    public static WindowPlan Build(EventSchema schema, WindowCatalog catalog, TimeSpan lateness, int maxKeys)
    {
        Aggregate[] aggregates = [.. catalog.Aggregates];
        long latenessMs = Math.Max(0, (long)lateness.TotalMilliseconds);
        GroupPlan[] groups = aggregates
            .GroupBy(a => string.Join('\n', a.By.Select(c => schema.Columns[c].Name)))
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new GroupPlan(g.First().By, [.. g], latenessMs))
            .ToArray();
        return new WindowPlan(groups, aggregates.Length, Math.Max(1, maxKeys), DigestOf(schema, aggregates, latenessMs));
    }

    private static string DigestOf(EventSchema schema, Aggregate[] aggregates, long latenessMs)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"hamf windows {StateVersion}\nlateness {latenessMs}\n");
        string[] windows = [.. aggregates.Select(a => CanonicalOf(schema, a)).Order(StringComparer.Ordinal)];
        text.AppendJoin('\n', windows);
        foreach (ColumnSpec column in schema.Columns.OrderBy(c => c.Name, StringComparer.Ordinal))
        {
            string quoted = new Expressions.NameSyntax(0, column.Name).Canonical();
            if (windows.Any(w => w.Contains(quoted, StringComparison.Ordinal)))
            {
                text.Append(CultureInfo.InvariantCulture, $"\n{quoted} {column.Type} {column.Role}");
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>With names and types instead of positions: moving a column or adding one does not change the state.</summary>
    private static string CanonicalOf(EventSchema schema, Aggregate aggregate)
    {
        IEnumerable<string> by = aggregate.By.Select(c => new Expressions.NameSyntax(0, schema.Columns[c].Name).Canonical());
        return $"{aggregate.Kind}({aggregate.ValueText}) over {aggregate.SpanMs} by {string.Join(',', by)} delay {aggregate.DelayMs}";
    }
}
