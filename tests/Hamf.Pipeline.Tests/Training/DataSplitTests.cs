using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Training;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Training;

public sealed class DataSplitTests
{
    [Fact]
    public void Every_row_stands_on_one_side_or_is_counted_as_left_out()
    {
        Seeds.ForEach(30, random =>
        {
            TrainingTable table = RandomTable(random, distinctVectors: random.Next(5, 500));

            SplitPlan plan = DataSplit.Divide(table, RandomSpec(random));

            int[] all = [.. plan.Train, .. plan.Validation, .. plan.Test];
            Assert.Equal(all.Length, all.Distinct().Count());
            Assert.Equal(table.RowCount, all.Length + plan.LeftOut);
        });
    }

    [Fact]
    public void Equal_vectors_stay_on_one_side()
    {
        Seeds.ForEach(30, random =>
        {
            TrainingTable table = RandomTable(random, distinctVectors: random.Next(5, 500));

            SplitPlan plan = DataSplit.Divide(table, RandomSpec(random));

            AssertDisjoint(plan, r => string.Join('|', table.Columns.Select(c => c[r])));
        });
    }

    [Fact]
    public void Time_split_puts_older_rows_first_and_cuts_no_moment()
    {
        Seeds.ForEach(30, random =>
        {
            TrainingTable table = RandomTable(random, distinctVectors: 1_000_000);

            SplitPlan plan = DataSplit.Divide(table, new TrainingSpec { Split = SplitKind.Time });

            Assert.Equal(SplitKind.Time, plan.Kind);
            long[] times = table.TimesMs!;
            Assert.True(plan.Train.Max(r => times[r]) < plan.Validation.Min(r => times[r]));
            Assert.True(plan.Validation.Max(r => times[r]) < plan.Test.Min(r => times[r]));
        });
    }

    [Fact]
    public void Time_split_of_one_moment_leaves_nothing_to_validate_on()
    {
        TrainingTable table = RandomTable(new Random(1), 1_000_000) with { TimesMs = new long[400] };

        SplitPlan plan = DataSplit.Divide(table, new TrainingSpec());

        Assert.Equal(400, plan.Train.Length);
        Assert.Empty(plan.Validation);
    }

    [Fact]
    public void Group_split_keeps_each_entity_on_one_side()
    {
        Seeds.ForEach(30, random =>
        {
            TrainingTable table = RandomTable(random, distinctVectors: random.Next(50, 5000));

            SplitPlan plan = DataSplit.Divide(table, new TrainingSpec { Split = SplitKind.Group, Seed = random.Next() });

            AssertDisjoint(plan, r => $"{table.Entities![r]}");
        });
    }

    [Fact]
    public void Stratified_split_gives_each_side_its_share_of_both_classes()
    {
        TrainingTable table = RandomTable(new Random(3), 1_000_000, rows: 10_000) with { TimesMs = null };

        SplitPlan plan = DataSplit.Divide(table, new TrainingSpec { ValidationShare = 0.2, TestShare = 0.1 });

        Assert.Equal(SplitKind.Stratified, plan.Kind);
        Assert.InRange(plan.Validation.Length, 1995, 2005);
        Assert.InRange(plan.Test.Length, 995, 1005);
        Assert.InRange(Share(plan.Validation), Share(plan.Train) - 0.002, Share(plan.Train) + 0.002);

        double Share(int[] rows) => rows.Average(r => table.Labels[r]);
    }

    [Fact]
    public void Vector_as_frequent_as_half_the_rows_does_not_swallow_a_small_side()
    {
        TrainingTable table = RandomTable(new Random(3), 1_000_000, rows: 1000) with { TimesMs = null };
        foreach (double[] column in table.Columns)
        {
            Array.Fill(column, 7, 0, 500);
        }

        SplitPlan plan = DataSplit.Divide(table, new TrainingSpec());

        Assert.InRange(plan.Validation.Length, 100, 200);
        Assert.InRange(plan.Test.Length, 100, 200);
    }

    [Fact]
    public void Same_seed_gives_the_same_split_and_another_seed_another()
    {
        TrainingTable table = RandomTable(new Random(5), 1_000_000) with { TimesMs = null };

        int[] first = DataSplit.Divide(table, new TrainingSpec { Seed = 4 }).Train;

        Assert.Equal(first, DataSplit.Divide(table, new TrainingSpec { Seed = 4 }).Train);
        Assert.NotEqual(first, DataSplit.Divide(table, new TrainingSpec { Seed = 5 }).Train);
    }

    [Fact]
    public void Test_file_is_tested_whole_and_its_known_vectors_are_counted()
    {
        TrainingTable table = RandomTable(new Random(5), 1_000_000) with { TrainingRows = 300 };
        foreach (double[] column in table.Columns)
        {
            column[350] = column[0];
        }

        SplitPlan plan = DataSplit.Divide(table, new TrainingSpec { Split = SplitKind.Stratified, ValidationShare = 0.2 });

        Assert.Equal(Enumerable.Range(300, 100), plan.Test);
        Assert.Equal(1, plan.KnownTestRows);
        Assert.Equal(300, plan.Train.Length + plan.Validation.Length);
    }

    [Fact]
    public void Missing_values_and_both_zeros_count_as_equal()
    {
        double[][] columns = [[double.NaN, BitConverter.Int64BitsToDouble(-1), 0, -0.0, 1]];

        ulong[] hashes = StableHash.OfVectors(columns, 5);

        Assert.Equal(hashes[0], hashes[1]);
        Assert.Equal(hashes[2], hashes[3]);
        Assert.NotEqual(hashes[2], hashes[4]);
    }

    private static void AssertDisjoint(SplitPlan plan, Func<int, string> keyOf)
    {
        HashSet<string> train = [.. plan.Train.Select(keyOf)];
        HashSet<string> validation = [.. plan.Validation.Select(keyOf)];
        HashSet<string> test = [.. plan.Test.Select(keyOf)];
        Assert.False(train.Overlaps(validation));
        Assert.False(train.Overlaps(test));
        Assert.False(validation.Overlaps(test));
    }

    private static TrainingSpec RandomSpec(Random random) => new()
    {
        Split = (SplitKind)random.Next(4),
        Seed = random.Next(),
        ValidationShare = 0.1 + (0.2 * random.NextDouble()),
        TestShare = 0.3 * random.NextDouble(),
    };

    private static TrainingTable RandomTable(Random random, int distinctVectors, int rows = 400)
    {
        int[] vector = Enumerable.Range(0, rows).Select(_ => random.Next(distinctVectors)).ToArray();
        return new TrainingTable
        {
            Columns = [vector.Select(v => (double)v).ToArray(), vector.Select(v => v % 3 == 0 ? double.NaN : v / 7.0).ToArray()],
            RowCount = rows,
            TrainingRows = rows,
            Labels = Enumerable.Range(0, rows).Select(_ => (byte)(random.Next(10) == 0 ? 1 : 0)).ToArray(),
            TimesMs = Enumerable.Range(0, rows).Select(_ => (long)random.Next(100)).ToArray(),
            Entities = Enumerable.Range(0, rows).Select(_ => (ulong)random.Next(30)).ToArray(),
        };
    }
}
