using System.Globalization;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Intake;

/// <summary>Counts accepted and rejected rows of a run and says when the share of rejects is too large. Not thread-safe.</summary>
public sealed class RejectTally
{
    // Rules are few; a schema of thousands of columns, each broken its own way, is summed up behind this many.
    private const int RulesMax = 1000;

    private readonly Dictionary<(string Field, string Rule), long> _counts = [];
    private readonly double _maxShare;

    /// <summary>An empty tally.</summary>
    /// <param name="maxShare">Largest accepted share of rejected rows, in [0,1]. <value>0.05</value></param>
    public RejectTally(double maxShare = 0.05)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxShare);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxShare, 1);
        _maxShare = maxShare;
    }

    /// <summary>Rows accepted.</summary>
    public long AcceptedCount { get; private set; }

    /// <summary>Rows rejected.</summary>
    public long RejectedCount { get; private set; }

    /// <summary>Rejected rows by all rows; 0 when there are none.</summary>
    public double Share => RejectedCount == 0 ? 0 : (double)RejectedCount / (AcceptedCount + RejectedCount);

    /// <summary>True when the share of rejects is larger than accepted. Ask at the end: the first rows say little.</summary>
    public bool IsOverLimit => Share > _maxShare;

    /// <summary>Rejects by field and rule, most frequent first.</summary>
    public IReadOnlyList<RejectCount> ByRule =>
        [.. _counts.Select(p => new RejectCount(p.Key.Field, p.Key.Rule, p.Value))
            .OrderByDescending(c => c.Count).ThenBy(c => c.Field, StringComparer.Ordinal).ThenBy(c => c.Rule, StringComparer.Ordinal)];

    /// <summary>Adds what a batch of a row file holds: one reject per bad row.</summary>
    public void Add(RowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        AcceptedCount += batch.RowCount;
        RejectedCount += batch.Rejects.Count;
        foreach (Reject reject in batch.Rejects)
        {
            var key = (reject.Field, reject.Rule);
            if (!_counts.ContainsKey(key) && _counts.Count >= RulesMax)
            {
                key = ("", "other rules");
            }

            _counts[key] = _counts.GetValueOrDefault(key) + 1;
        }
    }

    /// <summary>One sentence for people: how many of how many, the limit, and the most frequent reasons.</summary>
    public string Describe()
    {
        long rows = AcceptedCount + RejectedCount;
        string reasons = string.Join("; ", ByRule.Take(3).Select(Reason));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{RejectedCount} of {rows} rows were rejected ({Share:P2}, limit {_maxShare:P2}){(reasons.Length == 0 ? "" : ": " + reasons)}.");
    }

    private static string Reason(RejectCount count)
    {
        string field = count.Field.Length == 0 ? "row" : count.Field;
        return string.Create(CultureInfo.InvariantCulture, $"{field}: expected {count.Rule} ({count.Count} times)");
    }
}

/// <summary>How often a rule was broken.</summary>
/// <param name="Field">The column, or empty when the whole row was at fault.</param>
/// <param name="Rule">What was expected.</param>
/// <param name="Count">Number of rows.</param>
public sealed record RejectCount(string Field, string Rule, long Count);
