using Hamf.Models.Data;
using Hamf.Models.Learning;
using Hamf.Models.Formats.Hamf;
using Hamf.Models.Metrics;
using Hamf.Models.Trees;

namespace Hamf.Models.Tests.Trees;

public class GbdtTrainerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Vector_and_scalar_code_give_the_same_model()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(20_003, 1);
        var options = new GbdtOptions { Trees = 20 };

        TreeModel vectors = (TreeModel)new GbdtTrainer(options).Train(TrainingSet.Binary(table, labels), cancellation: Cancellation);
        TreeModel scalars = (TreeModel)new GbdtTrainer(options) { UseVectors = false }.Train(TrainingSet.Binary(table, labels), cancellation: Cancellation);

        Assert.Equal(ModelFile.Write(scalars), ModelFile.Write(vectors));
    }

    [Fact]
    public void Stops_where_average_precision_on_validation_was_best()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(2000, 2);
        (FeatureTable validation, byte[] validationLabels) = Rows.Mixed(1000, 3);
        var options = new GbdtOptions { Trees = 200, PatienceTrees = 10, LearningRate = 0.3 };

        TreeModel stopped = (TreeModel)new GbdtTrainer(options).Train(TrainingSet.Binary(table, labels), TrainingSet.Binary(validation, validationLabels), cancellation: Cancellation);

        Assert.InRange(stopped.TreeCount, 1, 189);
        double kept = AveragePrecision(stopped, validation, validationLabels);
        foreach (int trees in new[] { 1, stopped.TreeCount - 1, stopped.TreeCount + 1, stopped.TreeCount + 10 })
        {
            TreeModel other = (TreeModel)new GbdtTrainer(options with { Trees = Math.Max(1, trees) }).Train(TrainingSet.Binary(table, labels), cancellation: Cancellation);
            Assert.True(AveragePrecision(other, validation, validationLabels) <= kept + 1e-12);
        }
    }

    [Fact]
    public void Every_leaf_holds_the_fewest_rows_or_more()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(3000, 4);

        var model = (TreeModel)new GbdtTrainer(new GbdtOptions { Trees = 20, MinLeafRows = 37 })
            .Train(TrainingSet.Binary(table, labels), cancellation: Cancellation);
        TreeEnsemble trees = model.Trees;

        Assert.All(trees.Cover, cover => Assert.True(cover >= 37));
        Assert.Null(TreeEnsembleCheck.FindFault(trees, table.Features));
    }

    [Fact]
    public void Learns_from_missing_values_alone()
    {
        double[] column = Enumerable.Range(0, 1000).Select(i => i % 4 == 0 ? double.NaN : i % 7).ToArray();
        byte[] labels = column.Select(v => (byte)(double.IsNaN(v) ? 1 : 0)).ToArray();
        var table = new FeatureTable([FeatureInfo.Numeric("v")], [column], 1000);

        TreeModel model = (TreeModel)new GbdtTrainer(new GbdtOptions()).Train(TrainingSet.Binary(table, labels), cancellation: Cancellation);

        Assert.True(model.Score([double.NaN]) > 0.9);
        Assert.True(model.Score([3]) < 0.1);
        Assert.True(model.Score([double.PositiveInfinity]) < 0.1);
    }

    [Fact]
    public void Defaults_overfit_meaningless_categories_less_than_no_smoothing_does()
    {
        (FeatureTable table, byte[] labels) = MeaninglessCategories(5);
        (FeatureTable fresh, byte[] freshLabels) = MeaninglessCategories(6);
        var options = new GbdtOptions { Trees = 50 };
        GbdtOptions bare = options with { CategoryL2 = 0, CategorySmoothing = 0, MinCategoryRows = 1, MaxSplitCategories = 255 };

        double smoothed = LogLoss((TreeModel)new GbdtTrainer(options).Train(TrainingSet.Binary(table, labels), cancellation: Cancellation), fresh, freshLabels);
        double raw = LogLoss((TreeModel)new GbdtTrainer(bare).Train(TrainingSet.Binary(table, labels), cancellation: Cancellation), fresh, freshLabels);

        Assert.True(smoothed < raw, $"{smoothed} against {raw}");
    }

    [Fact]
    public void Stops_when_cancelled_and_reports_progress()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(500, 6);
        using var source = new CancellationTokenSource();
        var progress = new CancelAfter(3, source);

        Assert.Throws<OperationCanceledException>(() =>
            new GbdtTrainer(new GbdtOptions()).Train(TrainingSet.Binary(table, labels), null, progress, source.Token));
        Assert.Equal(3, progress.Last);
    }

    [Fact]
    public void Refuses_options_out_of_range_all_at_once()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(50, 7);

        ArgumentException refused = Assert.Throws<ArgumentException>(() =>
            new GbdtTrainer(new GbdtOptions { Leaves = 1, LearningRate = 0 }).Train(TrainingSet.Binary(table, labels), cancellation: Cancellation));

        Assert.Contains("Leaves", refused.Message, StringComparison.Ordinal);
        Assert.Contains("LearningRate", refused.Message, StringComparison.Ordinal);
    }

    private static double AveragePrecision(TreeModel model, FeatureTable table, byte[] labels)
    {
        var scores = new double[table.RowCount];
        model.ScoreAll(table, scores);
        return ClassificationMetrics.Compute(scores, labels, 0.5).AveragePrecision;
    }

    private static (FeatureTable Table, byte[] Labels) MeaninglessCategories(int seed)
    {
        var random = new Random(seed);
        double[] codes = Enumerable.Range(0, 5_000).Select(_ => (double)random.Next(16)).ToArray();
        byte[] labels = codes.Select(_ => (byte)(random.Next(100) == 0 ? 1 : 0)).ToArray();
        var feature = new FeatureInfo("merchant", FeatureKind.Categorical, Enumerable.Range(0, 16).Select(i => $"m{i}").ToArray());
        return (new FeatureTable([feature], [codes], codes.Length), labels);
    }

    private static double LogLoss(TreeModel model, FeatureTable table, byte[] labels)
    {
        var scores = new double[table.RowCount];
        model.ScoreAll(table, scores);
        return ClassificationMetrics.Compute(scores, labels, 0.5).LogLoss;
    }

    private sealed class CancelAfter(int trees, CancellationTokenSource source) : IProgress<int>
    {
        public int Last { get; private set; }

        public void Report(int value)
        {
            Last = value;
            if (value == trees)
            {
                source.Cancel();
            }
        }
    }
}
