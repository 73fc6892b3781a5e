using System.Globalization;
using Hamf.Pipeline.Detectors;

namespace Hamf.Pipeline.Training;

/// <summary>
/// Divides rows into train, validation and test. Equal feature vectors never stand on two sides: a stratified split moves them as one;
/// a split by time or by entity, where moving a row would break its order or its group, leaves the later copies out.
/// </summary>
internal static class DataSplit
{
    /// <summary>Divides the table by the rule of <paramref name="spec"/>.</summary>
    public static SplitPlan Divide(TrainingTable table, TrainingSpec spec)
    {
        SplitKind kind = spec.Split == SplitKind.Auto
            ? (table.TimesMs is null ? SplitKind.Stratified : SplitKind.Time)
            : spec.Split;
        double testShare = table.HasTestFile ? 0 : spec.TestShare;
        ulong[] vectors = StableHash.OfVectors(table.Columns, table.RowCount);
        SplitPlan plan = kind switch
        {
            SplitKind.Time => ByTime(table, spec.ValidationShare, testShare),
            SplitKind.Group => ByGroup(table, table.Entities!, SplitKind.Group, spec, testShare),
            _ => ByGroup(table, vectors, SplitKind.Stratified, spec, testShare),
        };
        plan = LeaveOutRepeats(plan, vectors);
        if (!table.HasTestFile)
        {
            return plan;
        }

        int[] test = Enumerable.Range(table.TrainingRows, table.RowCount - table.TrainingRows).ToArray();
        HashSet<ulong> known = [.. plan.Train.Concat(plan.Validation).Select(r => vectors[r])];
        return plan with { Test = test, KnownTestRows = test.Count(r => known.Contains(vectors[r])) };
    }

    private static SplitPlan ByTime(TrainingTable table, double validationShare, double testShare)
    {
        int count = table.TrainingRows;
        long[] times = table.TimesMs!;
        int[] order = InTimeOrder(times, count);
        int validationStart = Boundary(order, times, count * (1 - validationShare - testShare));
        int testStart = testShare == 0 ? count : Math.Max(validationStart, Boundary(order, times, count * (1 - testShare)));
        string description = validationStart >= count
            ? "by time"
            : $"by time: train before {Utc(times[order[validationStart]])}, validation from then"
                + (testStart < count ? $", test from {Utc(times[order[testStart]])}" : string.Empty);
        return new SplitPlan(
            SplitKind.Time, order[..validationStart], order[validationStart..testStart], order[testStart..], description);
    }

    private static int[] InTimeOrder(long[] times, int count)
    {
        int[] order = Enumerable.Range(0, count).ToArray();
        Array.Sort(order, (a, b) => times[a] != times[b] ? times[a].CompareTo(times[b]) : a.CompareTo(b));
        return order;
    }

    // The nearest place at or after the wished one where the time changes; before it when there is none after.
    private static int Boundary(int[] order, long[] times, double wished)
    {
        int start = Math.Clamp((int)Math.Round(wished), 0, order.Length);
        int at = start;
        while (at > 0 && at < order.Length && times[order[at]] == times[order[at - 1]])
        {
            at++;
        }

        if (at < order.Length || start == order.Length)
        {
            return at;
        }

        at = start;
        while (at > 0 && times[order[at]] == times[order[at - 1]])
        {
            at--;
        }

        return at == 0 ? order.Length : at;
    }

    /// <summary>Whole groups to sides, the classes in proportion: groups with and without a positive majority are dealt separately.</summary>
    private static SplitPlan ByGroup(TrainingTable table, ulong[] groups, SplitKind kind, TrainingSpec spec, double testShare)
    {
        int count = table.TrainingRows;
        (int[] groupOfRow, List<int> sizes, List<int> positives) = Number(groups, table.Labels, count);
        var random = new Random(spec.Seed);
        var sideOfGroup = new Side[sizes.Count];
        foreach (bool positive in (bool[])[true, false])
        {
            int[] members = Enumerable.Range(0, sizes.Count).Where(g => IsPositive(g) == positive).ToArray();
            random.Shuffle(members);
            Deal(members, sizes, spec.ValidationShare, testShare, sideOfGroup);
        }

        int[] On(Side side) => Enumerable.Range(0, count).Where(r => sideOfGroup[groupOfRow[r]] == side).ToArray();
        string description = kind == SplitKind.Group
            ? string.Create(CultureInfo.InvariantCulture, $"by entity: {sizes.Count:N0} entities, each wholly on one side")
            : "stratified by class, equal feature vectors kept together";
        return new SplitPlan(kind, On(Side.Train), On(Side.Validation), On(Side.Test), description);

        // One fraud makes an account a fraud account; a vector that occurs with both labels goes with its majority.
        bool IsPositive(int g) => kind == SplitKind.Group ? positives[g] > 0 : positives[g] * 2 > sizes[g];
    }

    private static (int[] GroupOfRow, List<int> Sizes, List<int> Positives) Number(ulong[] groups, byte[] labels, int count)
    {
        Dictionary<ulong, int> numberOf = [];
        var groupOfRow = new int[count];
        List<int> sizes = [];
        List<int> positives = [];
        for (int r = 0; r < count; r++)
        {
            if (!numberOf.TryGetValue(groups[r], out int g))
            {
                g = sizes.Count;
                numberOf.Add(groups[r], g);
                sizes.Add(0);
                positives.Add(0);
            }

            groupOfRow[r] = g;
            sizes[g]++;
            positives[g] += labels[r];
        }

        return (groupOfRow, sizes, positives);
    }

    // A group joins a side when at least half of it fits into the side's quota, so that one huge group cannot swallow a small side.
    private static void Deal(int[] members, List<int> sizes, double validationShare, double testShare, Side[] sideOfGroup)
    {
        long rows = members.Sum(g => (long)sizes[g]);
        double testFree = rows * testShare;
        double validationFree = rows * validationShare;
        foreach (int g in members)
        {
            double half = sizes[g] / 2.0;
            if (half <= testFree)
            {
                sideOfGroup[g] = Side.Test;
                testFree -= sizes[g];
            }
            else if (half <= validationFree)
            {
                sideOfGroup[g] = Side.Validation;
                validationFree -= sizes[g];
            }
        }
    }

    private static SplitPlan LeaveOutRepeats(SplitPlan plan, ulong[] vectors)
    {
        HashSet<ulong> known = [.. plan.Train.Select(r => vectors[r])];
        int[] validation = plan.Validation.Where(r => !known.Contains(vectors[r])).ToArray();
        known.UnionWith(validation.Select(r => vectors[r]));
        int[] test = plan.Test.Where(r => !known.Contains(vectors[r])).ToArray();
        return plan with
        {
            Validation = validation,
            Test = test,
            LeftOut = plan.Validation.Length - validation.Length + plan.Test.Length - test.Length,
        };
    }

    private static string Utc(long timeMs) =>
        DateTimeOffset.FromUnixTimeMilliseconds(timeMs).ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private enum Side
    {
        Train,
        Validation,
        Test,
    }
}

/// <summary>Which rows (0-based) stand where.</summary>
/// <param name="Kind">The rule that was applied; never <see cref="SplitKind.Auto"/>.</param>
/// <param name="Train">Rows to fit.</param>
/// <param name="Validation">Rows to choose on.</param>
/// <param name="Test">Rows to judge on; may be none.</param>
/// <param name="Description">The rule in words.</param>
internal sealed record SplitPlan(SplitKind Kind, int[] Train, int[] Validation, int[] Test, string Description)
{
    /// <summary>Rows on no side because an equal feature vector stands on an earlier one.</summary>
    public int LeftOut { get; init; }

    /// <summary>Rows of a separate test file whose feature vector also occurs in training; they are kept.</summary>
    public int KnownTestRows { get; init; }
}
