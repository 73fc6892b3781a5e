using Hamf.Models.Data;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Training;
using Hamf.Pipeline.Training.Search;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Training.Search;

public sealed class SearchFoldsTests
{
    [Fact]
    public void By_time_every_judged_row_is_newer_than_every_row_of_its_models()
    {
        Seeds.ForEach(50, random =>
        {
            SearchRows rows = Rows(random, SplitKind.Time);

            foreach (SearchFold fold in SearchFolds.Divide(rows, random.Next()))
            {
                long newest = fold.Train.Max(r => rows.TimesMs![r]);
                Assert.All(fold.Judged, r => Assert.True(rows.TimesMs![r] > newest));
                foreach (Rung rung in Rung.All)
                {
                    Assert.All(rung.Sample(fold.Train, rows.Table.Labels, random.Next()), r => Assert.True(rows.TimesMs![r] <= newest));
                }
            }
        });
    }

    [Fact]
    public void By_entity_no_entity_is_on_both_sides_of_a_fold()
    {
        Seeds.ForEach(50, random =>
        {
            SearchRows rows = Rows(random, SplitKind.Group);

            foreach (SearchFold fold in SearchFolds.Divide(rows, random.Next()))
            {
                Assert.Empty(fold.Train.Select(r => rows.Entities![r]).Intersect(fold.Judged.Select(r => rows.Entities![r])));
            }
        });
    }

    [Theory]
    [InlineData((int)SplitKind.Time)]
    [InlineData((int)SplitKind.Group)]
    [InlineData((int)SplitKind.Stratified)]
    public void No_row_is_judged_twice_or_by_a_model_that_saw_its_vector(int kind)
    {
        Seeds.ForEach(20, random =>
        {
            SearchRows rows = Rows(random, (SplitKind)kind);
            double[] x = rows.Table.Features.Columns[0];

            IReadOnlyList<SearchFold> folds = SearchFolds.Divide(rows, random.Next());

            int[] judged = folds.SelectMany(f => f.Judged).ToArray();
            Assert.Equal(judged.Length, judged.Distinct().Count());
            foreach (SearchFold fold in folds)
            {
                Assert.Empty(fold.Train.Select(r => x[r]).Intersect(fold.Judged.Select(r => x[r])));
                Assert.Equal([0, 1], fold.Judged.Select(r => (int)rows.Table.Labels[r]).Distinct().Order());
                Assert.Equal([0, 1], fold.Train.Select(r => (int)rows.Table.Labels[r]).Distinct().Order());
            }
        });
    }

    [Fact]
    public void Too_few_positives_for_folds_leave_the_split_itself()
    {
        SearchRows rows = Rows(new Random(1), SplitKind.Stratified);
        Array.Clear(rows.Table.Labels);
        rows.Table.Labels[3] = rows.Table.Labels[^3] = 1;

        SearchFold only = Assert.Single(SearchFolds.Divide(rows, 1));

        Assert.Equal(Enumerable.Range(0, rows.TrainRows), only.Train);
        Assert.Equal(Enumerable.Range(rows.TrainRows, 400 - rows.TrainRows), only.Judged);
    }

    [Fact]
    public void A_rung_takes_what_cheaper_ones_take_and_keeps_rare_rows_whole()
    {
        Seeds.ForEach(10, random =>
        {
            byte[] labels = new byte[60_000];
            Array.Fill(labels, (byte)1, 0, 60);
            random.Shuffle(labels);
            int[] all = [.. Enumerable.Range(0, labels.Length)];
            int seed = random.Next();

            int[][] samples = Rung.All.Select(rung => rung.Sample(all, labels, seed)).ToArray();

            Assert.Equal(60, samples[0].Count(r => labels[r] == 1));
            Assert.Equal(6_660 + 60, samples[0].Length);
            Assert.Empty(samples[0].Except(samples[1]));
            Assert.Equal(all, samples[2]);
        });
    }

    // 300 rows of train, then 100 of validation, with repeated times, entities and vectors.
    private static SearchRows Rows(Random random, SplitKind kind)
    {
        double[] x = [.. Enumerable.Range(0, 400).Select(_ => (double)random.Next(2_000))];
        byte[] labels = [.. x.Select(_ => (byte)(random.Next(4) == 0 ? 1 : 0))];
        long[] times = [.. Enumerable.Range(0, 400).Select(_ => (long)random.Next(150)).Order()];
        ulong[] entities = [.. Enumerable.Range(0, 400).Select(_ => (ulong)random.Next(60))];
        var table = new LabeledTable(new FeatureTable([FeatureInfo.Numeric("x")], [x], 400), labels);
        return new SearchRows(table, 300, kind, kind == SplitKind.Time ? times : null, kind == SplitKind.Group ? entities : null);
    }
}
