using Hamf.Models.Data;
using Hamf.Models.Formats.Hamf;
using Hamf.Models.Learning;
using Hamf.Models.Metrics;
using Hamf.Models.Trees;
using Hamf.Models.Trees.Growing;

namespace Hamf.Models.Tests.Trees;

public class GbdtSamplingTests
{
    private static readonly GbdtOptions Goss = new() { Trees = 15, GossTopShare = 0.2, GossRestShare = 0.1 };
    private static readonly GbdtOptions HalfTheRows = new() { Trees = 15, RowShare = 0.5 };

    public static TheoryData<string> Samplings => ["rows", "goss"];

    [Theory]
    [MemberData(nameof(Samplings))]
    public void The_same_rows_are_drawn_at_any_thread_count(string sampling)
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(40_000, 1);
        GbdtOptions options = sampling == "goss" ? Goss : HalfTheRows;

        byte[] one = ModelFile.Write(Train(options with { Threads = 1 }, table, labels));

        Assert.Equal(one, ModelFile.Write(Train(options with { Threads = 2 }, table, labels)));
        Assert.NotEqual(one, ModelFile.Write(Train(options with { Threads = 1, Seed = 2 }, table, labels)));
    }

    [Theory]
    [MemberData(nameof(Samplings))]
    public void Trees_are_grown_on_the_share_of_rows_and_still_learn(string sampling)
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(20_000, 2);
        (FeatureTable fresh, byte[] freshLabels) = Rows.Mixed(5_000, 3);
        GbdtOptions options = (sampling == "goss" ? Goss : HalfTheRows) with { Trees = 60 };
        double expected = sampling == "goss" ? 0.3 : 0.5;

        TreeModel model = Train(options, table, labels);

        foreach (int root in model.Trees.TreeStarts[..^1])
        {
            Assert.InRange(model.Trees.Cover[root] / 20_000, expected - 0.02, expected + 0.02);
        }

        Assert.True(Auc(model, fresh, freshLabels) > Auc(Train(options with { RowShare = 1, GossTopShare = 0 }, table, labels), fresh, freshLabels) - 0.01);
    }

    [Fact]
    public void Rows_left_out_of_a_tree_get_its_values_too()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(3_000, 4);
        var deep = new GbdtOptions { Trees = 200, RowShare = 0.5, LearningRate = 1, L2 = 0.1 };

        double[] scores = Score(Train(deep, table, labels), table);

        // Were they left out of the scores, every tree would learn the whole of a row's error again and overshoot.
        Assert.True(ClassificationMetrics.Compute(scores, labels, 0.5).LogLoss < 0.4);
    }

    [Fact]
    public void The_largest_values_are_found_among_many_equal_ones()
    {
        float[] values = [3, 1, 2, 2, 2, 0, 5, 2];

        uint border = TopValues.LeastOf(values, 4, out int atBorder);

        Assert.Equal(2f, BitConverter.UInt32BitsToSingle(border));
        Assert.Equal(2, atBorder);
        Assert.Equal(uint.MaxValue, TopValues.LeastOf(values, 0, out _));
    }

    [Fact]
    public void Each_tree_asks_about_its_share_of_features()
    {
        var random = new Random(5);
        double[][] columns = Enumerable.Range(0, 8).Select(_ => Enumerable.Range(0, 2000).Select(_ => random.NextDouble()).ToArray()).ToArray();
        byte[] labels = columns[0].Select((x, i) => (byte)(x + columns[1][i] > 1 ? 1 : 0)).ToArray();
        var table = new FeatureTable(Enumerable.Range(0, 8).Select(f => FeatureInfo.Numeric($"f{f}")).ToArray(), columns, 2000);

        TreeEnsemble trees = Train(new GbdtOptions { Trees = 30, FeatureShare = 0.25 }, table, labels).Trees;

        for (int t = 0; t < trees.TreeCount; t++)
        {
            int[] asked = trees.Feature[trees.TreeStarts[t]..trees.TreeStarts[t + 1]].Where(f => f >= 0).Distinct().ToArray();
            Assert.InRange(asked.Length, 1, 2);
        }
    }

    private static TreeModel Train(GbdtOptions options, FeatureTable table, byte[] labels) =>
        (TreeModel)new GbdtTrainer(options).Train(TrainingSet.Binary(table, labels), cancellation: TestContext.Current.CancellationToken);

    private static double[] Score(TreeModel model, FeatureTable table)
    {
        var scores = new double[table.RowCount];
        model.ScoreAll(table, scores);
        return scores;
    }

    private static double Auc(TreeModel model, FeatureTable table, byte[] labels) =>
        ClassificationMetrics.Compute(Score(model, table), labels, 0.5).RocAuc;
}
