using Hamf.Models.Data;
using Hamf.Models.Formats.Hamf;
using Hamf.Models.Graph;

namespace Hamf.Models.Tests;

/// <summary>What every trainer and its model must hold; one subclass per algorithm.</summary>
public abstract class EstimatorChecks
{
    protected abstract Model Train(FeatureTable table, byte[] labels, int threads);

    private Model Train(FeatureTable table, byte[] labels) => Train(table, labels, 1);

    [Fact]
    public void Leaves_its_inputs_untouched()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(600, 1);
        double[][] columns = table.Columns.Select(c => c.ToArray()).ToArray();
        byte[] labelsBefore = labels.ToArray();

        Train(table, labels);

        Assert.Equal(columns, table.Columns);
        Assert.Equal(labelsBefore, labels);
    }

    [Fact]
    public void Learns_what_can_be_learned()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(3000, 2);

        Model model = Train(table, labels);

        var scores = new double[table.RowCount];
        model.ScoreAll(table, scores);
        Assert.True(Hamf.Models.Metrics.ClassificationMetrics.Compute(scores, labels, 0.5).RocAuc > 0.8);
    }

    [Fact]
    public void Scores_unseen_categories_missing_and_extreme_values()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(600, 3);
        Model model = Train(table, labels);

        double[] odd = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -1, 1e300, table.Features[2].UnseenCode];
        foreach (double a in odd)
        {
            foreach (double b in odd)
            {
                Assert.InRange(model.Score([a, b, b, a]), 0, 1);
            }
        }
    }

    [Fact]
    public void Trains_on_a_column_that_is_always_missing_or_constant()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(600, 4);
        Array.Fill(table.Columns[0], double.NaN);
        Array.Fill(table.Columns[3], 7);

        Model model = Train(table, labels);

        Assert.InRange(model.Score([double.NaN, 1, 2, 7]), 0, 1);
        Assert.InRange(model.Score([5, 1, 2, -3]), 0, 1);
        Assert.Equal(0, model.Importance()[3]);
    }

    [Fact]
    public void Trains_on_one_row_of_each_class()
    {
        (FeatureTable table, _) = Rows.Mixed(2, 5);

        Model model = Train(table, [0, 1]);

        Assert.InRange(model.Score([1, 2, 0, 0]), 0, 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Refuses_a_single_class(byte label)
    {
        (FeatureTable table, _) = Rows.Mixed(50, 6);

        ArgumentException refused = Assert.Throws<ArgumentException>(() => Train(table, Enumerable.Repeat(label, 50).ToArray()));

        Assert.Contains("both classes", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_no_rows() =>
        Assert.Throws<ArgumentException>(() => Train(Rows.Mixed(5, 6).Table.Take([]), []));

    [Fact]
    public void The_same_input_gives_the_same_bits_at_any_thread_count()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(40_000, 7);

        byte[] one = ModelFile.Write(Train(table, labels, 1));

        Assert.Equal(one, ModelFile.Write(Train(table, labels, 1)));
        Assert.Equal(one, ModelFile.Write(Train(table, labels, 2)));
    }

    [Fact]
    public void Saving_and_loading_keeps_every_bit()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(1000, 8);
        Model model = Train(table, labels);

        Model loaded = ModelFile.Read(ModelFile.Write(model));

        Assert.Equal(ScoresOf(model, table), ScoresOf(loaded, table));
        Assert.Equal(model.Importance(), loaded.Importance());
        Assert.Equal(model.Features.Select(f => (f.Name, f.Kind)), loaded.Features.Select(f => (f.Name, f.Kind)));
        Assert.Equal(model.Features[2].Categories, loaded.Features[2].Categories);
    }

    [Fact]
    public void Scoring_all_rows_gives_the_bits_of_scoring_each()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(1000, 9);
        Model model = Train(table, labels);
        var values = new double[table.Features.Count];

        double[] all = ScoresOf(model, table);

        for (int row = 0; row < table.RowCount; row++)
        {
            table.CopyRow(row, values);
            Assert.Equal(BitConverter.DoubleToInt64Bits(model.Score(values)), BitConverter.DoubleToInt64Bits(all[row]));
        }
    }

    [Fact]
    public void Scoring_a_row_allocates_nothing()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(1000, 10);
        Model model = Train(table, labels);
        double[] values = [0.3, 1, 2, double.NaN];
        model.Score(values);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            model.Score(values);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Contributions_and_base_add_up_to_the_log_odds()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(1000, 11);
        Model model = Train(table, labels);
        var values = new double[table.Features.Count];
        var contributions = new double[values.Length];

        for (int row = 0; row < 200; row++)
        {
            table.CopyRow(row, values);
            double sum = model.Explain(values, contributions) + contributions.Sum();
            double score = model.Score(values);
            Assert.Equal(Math.Log(score / (1 - score)), sum, 9);
        }
    }

    [Fact]
    public void Importance_is_a_share()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(1000, 12);

        double[] importance = Train(table, labels).Importance();

        Assert.Equal(1, importance.Sum(), 9);
        Assert.All(importance, i => Assert.True(i >= 0));
    }

    [Fact]
    public void Refuses_a_row_of_the_wrong_width()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(100, 13);

        Assert.Throws<ArgumentException>(() => Train(table, labels).Score([1, 2]));
    }

    private static double[] ScoresOf(Model model, FeatureTable table)
    {
        var scores = new double[table.RowCount];
        model.ScoreAll(table, scores);
        return scores;
    }
}
